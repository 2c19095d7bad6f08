package disserver_test

import (
	"testing"

	"portico/sync/disapi"
	"portico/sync/disserver/servertest"
)

// TestPalms: no palm is claimed to be seen, and none is there.
func TestPalms(t *testing.T) {
	b := start(t)
	palm := "/palms/" + id
	b.want("POST", "/palms", image64(t, servertest.Holder), `{"errorCode":"NO_PALM_DETECTED"}`)
	b.want("POST", "/palms", servertest.JPEG(t, servertest.Holder), `{"errorCode":"NO_PALM_DETECTED"}`)
	b.want("POST", "/palms/binary", servertest.JPEG(t, servertest.Holder), `{"errorCode":"NO_PALM_DETECTED"}`)
	b.fails("POST", "/palms/binary", []byte("no picture"), disapi.InvalidImage)
	b.fails("POST", "/palms", `{}`, disapi.InvalidRequestBody)
	b.fails("POST", "/palms", `{"image":{}}`, disapi.InvalidRequestBody)
	b.fails("POST", palm+"/inspect", nil, disapi.NotFound)
	b.fails("POST", "/palms/nonsense/inspect", nil, disapi.InvalidID)
	b.fails("GET", palm+"/template", nil, disapi.NotFound)
	b.fails("POST", palm+"/similarity", `{"referencePalm":"/api/v1/palms/`+id+`"}`, disapi.NotFound)
	b.fails("POST", palm+"/similarity", `{"referencePalmTemplate":[1,2]}`, disapi.NotFound)
	b.fails("POST", palm+"/similarity", `{}`, disapi.InvalidRequestBody)
	b.want("DELETE", palm, nil, "204")
	b.fails("DELETE", "/palms/nonsense", nil, disapi.InvalidID)
}
