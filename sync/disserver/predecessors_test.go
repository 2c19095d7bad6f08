package disserver_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"portico/engine/document/template"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
)

// TestPredecessors follows the keys that public clients of the old services
// show (SPEC §10), with and without the services' prefixes.
func TestPredecessors(t *testing.T) {
	cfg := servertest.Config(t)
	var err error
	if cfg.Templates, err = template.Builtin(); err != nil {
		t.Fatal(err)
	}
	h := disserver.New(cfg)
	askAt := func(method, path, token, body string) *httptest.ResponseRecorder {
		req := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
		if token != "" {
			req.Header.Set("Authorization", "Bearer "+token)
		}
		rec := httptest.NewRecorder()
		h.ServeHTTP(rec, req)
		return rec
	}
	text := func(p servertest.Picture) string {
		return `"` + base64.StdEncoding.EncodeToString(servertest.JPEG(t, p)) + `"`
	}
	data := func(p servertest.Picture) string {
		return `{"data":` + text(p) + `,"faceSizeRatio":{"min":0.01,"max":0.9}}`
	}
	segments := func(corners ...servertest.Picture) string {
		var all []string
		for _, p := range corners {
			all = append(all, `{"dotPosition":"`+strings.ToUpper(strings.ReplaceAll(string(p), " ", "_"))+`","image":`+text(p)+`}`)
		}
		return `{"minValidSegmentCount":4,"segments":[` + strings.Join(all, ",") + `]}`
	}
	for name, c := range map[string]struct {
		method, path, body string
		status             int
		want               string // part of the answer
	}{
		"types":             {"GET", "/document/api/v5/document/metadata", "", 200, `{"id":"ino_identity-card_2020","displayName":"INO identity-card 2020"}`},
		"a page":            {"POST", "/document/api/v5/document/ocr", `{"image":` + text(servertest.Front) + `,"normalizedDocumentImage":true}`, 200, `{"normalizedImage":"/9j/`},
		"what it says":      {"POST", "/api/v5/document/ocr", `{"image":` + text(servertest.Front) + `,"documentTypeAdvice":{"ids":["ino_identity-card_2020"]}}`, 200, `"surname":{"visualZone":"Bell"}`},
		"no page":           {"POST", "/api/v5/document/ocr", `{"image":` + text(servertest.Nothing) + `}`, 200, `{"errorCode":"NO_CARD_CORNERS_DETECTED"}`},
		"an unknown type":   {"POST", "/api/v5/document/ocr", `{"image":` + text(servertest.Front) + `,"documentTypeAdvice":{"ids":["x"]}}`, 400, "INVALID_REQUEST_BODY"},
		"a face":            {"POST", "/core/api/v6/face/detect", `{"image":` + data(servertest.Holder) + `,"template":true,"cropImage":true,"faceAttributes":true}`, 200, `"faceAttributes":{"passiveLiveness":{"score":0.88}}`},
		"a bare face":       {"POST", "/api/v6/face/detect", `{"image":` + data(servertest.Holder) + `}`, 200, `{"faces":[{}]}`},
		"two faces":         {"POST", "/api/v6/face/detect", `{"image":` + data(servertest.Crowd) + `}`, 200, `{"faces":[{},{}]}`},
		"faces too small":   {"POST", "/api/v6/face/detect", `{"image":{"data":` + text(servertest.Holder) + `,"faceSizeRatio":{"min":0.3,"max":0.9}}}`, 200, `{"errorCode":"NO_FACE_DETECTED"}`},
		"no face":           {"POST", "/api/v6/face/detect", `{"image":` + data(servertest.Nothing) + `}`, 200, `{"errorCode":"NO_FACE_DETECTED"}`},
		"no picture":        {"POST", "/api/v6/face/detect", `{}`, 400, "INVALID_REQUEST_BODY"},
		"one person":        {"POST", "/core/api/v6/face/verify", `{"probeImage":` + data(servertest.Holder) + `,"referenceImage":` + data(servertest.Smiling) + `}`, 200, `{"score":0.9}`},
		"two people":        {"POST", "/api/v6/face/verify", `{"probeImage":` + data(servertest.Holder) + `,"referenceImage":` + data(servertest.Stranger) + `}`, 200, `{"score":0.02}`},
		"nobody to compare": {"POST", "/api/v6/face/verify", `{"probeImage":` + data(servertest.Holder) + `,"referenceImage":` + data(servertest.Nothing) + `}`, 200, `{"errorCode":"NO_FACE_DETECTED"}`},
		"half a comparison": {"POST", "/api/v6/face/verify", `{"probeImage":` + data(servertest.Holder) + `}`, 400, "INVALID_REQUEST_BODY"},
		"a gaze":            {"POST", "/core/api/v6/face/check-liveness-active", segments(servertest.TopLeft, servertest.BottomLeft, servertest.BottomRight, servertest.TopRight), 200, `{"score":0.9`},
		"too little gaze":   {"POST", "/api/v6/face/check-liveness-active", segments(servertest.TopLeft, servertest.BottomLeft), 200, `{"errorCode":"NOT_ENOUGH_DATA"}`},
		"an unknown dot":    {"POST", "/api/v6/face/check-liveness-active", segments("middle"), 400, "INVALID_REQUEST_BODY"},
	} {
		t.Run(name, func(t *testing.T) {
			rec := askAt(c.method, c.path, servertest.Token, c.body)
			if got := rec.Body.String(); rec.Code != c.status || !strings.Contains(got, c.want) {
				t.Errorf("%d %.300s, want %d %s", rec.Code, got, c.status, c.want)
			}
			if !json.Valid(rec.Body.Bytes()) {
				t.Error("no JSON")
			}
			if rec := askAt(c.method, c.path, "", c.body); rec.Code != http.StatusUnauthorized {
				t.Errorf("without a token: %d", rec.Code)
			}
		})
	}
}
