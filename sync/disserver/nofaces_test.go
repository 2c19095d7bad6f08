package disserver_test

import (
	"context"
	"fmt"
	"image"
	"net/http"
	"testing"

	"portico/engine/document/chip"
	"portico/engine/document/chip/chiptest"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disapi"
	"portico/sync/disapi/contracttest"
	"portico/sync/disserver/servertest"
)

// blind is what sees faces where models.policy allows no network that does.
type blind struct{ servertest.Faces }

func (blind) Find(context.Context, *image.RGBA) ([]face.Face, error) {
	return nil, fmt.Errorf("look: %w", face.ErrNoNetwork)
}

// Without networks for faces a document is read as ever, and whoever brings a
// face is told that it cannot be looked for, not that nobody is there.
func TestWithoutNetworksForFaces(t *testing.T) {
	passport := chiptest.New(t, servertest.JPEG(t, servertest.Holder))
	cfg := servertest.Config(t)
	cfg.Faces, cfg.Engine = blind{}, onboarding.New(servertest.Documents{}, blind{}, servertest.Passive{}, imaging.Limits{})
	var err error
	if cfg.Authorities, err = chip.ParseAuthorities(passport.Authority); err != nil {
		t.Fatal(err)
	}
	b := backend{t, servertest.Start(t, cfg), http.Client{Transport: contracttest.Transport(t, http.DefaultTransport)}}
	c, holder := "/customers/"+id, image64(t, servertest.Holder)
	b.do("POST", c, nil)
	b.do("PUT", c+"/document", "{}")
	b.do("PUT", c+"/liveness", nil)

	page := answer[disapi.CreateDocumentPageResponse](b, "PUT", c+"/document/pages", image64(t, servertest.Front))
	if page.ErrorCode != "" || page.PageType != string(servertest.Front) {
		t.Errorf("the card's front: %+v", page)
	}
	b.want("PUT", c+"/document/chip/data", passport.Container(), `{"links":{"self":"/api/v1`+c+`/document/chip/data"}}`)

	b.fails("PUT", c+"/selfie", holder, disapi.NotEnoughData)
	b.fails("POST", c+"/liveness/selfies", livenessSelfie(servertest.JPEG(t, servertest.Holder), "NONE"), disapi.NotEnoughData)
	b.fails("POST", c+"/liveness/records", servertest.JPEG(t, servertest.Holder), disapi.NotEnoughData)
	b.fails("POST", "/faces", holder, disapi.NotEnoughData)
	b.fails("GET", c+"/selfie", nil, disapi.NotFound)
	b.want("POST", c+"/liveness/evaluation", `{"type":"PASSIVE_LIVENESS"}`, `{"errorCode":"NOT_ENOUGH_DATA"}`)
	b.want("POST", c+"/inspect", nil, `{"security":{"videoInjection":{"evaluated":false}},"links":{"documentInspection":"/api/v1`+c+`/document/inspect"}}`)
}
