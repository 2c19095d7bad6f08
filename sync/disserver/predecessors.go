package disserver

import (
	"bytes"
	"encoding/json"
	"net/http"

	"portico/sync/disapi"
)

// predecessors are the calls of the two services that the contract replaced,
// as far as public clients show them. They keep nothing. Each is served with
// and without the prefix of its service.
func (s *server) predecessors() map[disapi.Route]handler {
	all := map[disapi.Route]handler{}
	add := func(prefix, name, method, path string, h handler) {
		all[disapi.Route{Operation: name, Method: method, Path: path}] = h
		all[disapi.Route{Operation: name, Method: method, Path: prefix + path}] = h
	}
	add("/document", "v5 ocr", http.MethodPost, "/api/v5/document/ocr", s.v5OCR)
	add("/document", "v5 metadata", http.MethodGet, "/api/v5/document/metadata", s.v5Metadata)
	add("/core", "v6 check-liveness-active", http.MethodPost, "/api/v6/face/check-liveness-active", s.v6Liveness)
	if s.Faces != nil {
		add("/core", "v6 detect", http.MethodPost, "/api/v6/face/detect", s.v6Detect)
		add("/core", "v6 verify", http.MethodPost, "/api/v6/face/verify", s.v6Verify)
	}
	return all
}

// v6Image is a picture of the old services: an object, or its bytes alone.
type v6Image struct {
	Data          disapi.Bytes          `json:"data"`
	FaceSizeRatio *disapi.FaceSizeRatio `json:"faceSizeRatio"`
}

// UnmarshalJSON reads either form.
func (i *v6Image) UnmarshalJSON(data []byte) error {
	if bytes.HasPrefix(data, []byte("{")) {
		type plain v6Image
		return json.Unmarshal(data, (*plain)(i))
	}
	return json.Unmarshal(data, &i.Data)
}

// picture returns the bytes, which must be there.
func (i *v6Image) picture(field string) ([]byte, error) {
	if i == nil || len(i.Data) == 0 {
		return nil, badBody(field + ": a picture is required")
	}
	return i.Data, nil
}

// v6Error is the answer to a picture that is of no use.
type v6Error struct {
	ErrorCode string `json:"errorCode"`
}
