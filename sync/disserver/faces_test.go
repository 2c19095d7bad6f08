package disserver_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"image"
	"math"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"portico/engine/imaging"
	"portico/engine/onboarding"
	"portico/sync/disapi"
	"portico/sync/disserver"
	"portico/sync/disserver/servertest"
)

// newFace creates a face and returns its path and the whole answer.
func (b backend) newFace(body any) (string, disapi.CreateFaceResponse) {
	b.t.Helper()
	status, got := b.do("POST", "/faces", body)
	var out disapi.CreateFaceResponse
	if err := json.Unmarshal([]byte(got), &out); err != nil || status != http.StatusOK {
		b.t.Fatalf("POST /faces: %d %s", status, got)
	}
	if out.Links == nil {
		return "", out
	}
	return strings.TrimPrefix(out.Links.Self, disapi.Base), out
}

// signed is data as the contract's Java client sends it.
func signed(data []byte) string {
	var text []string
	for _, v := range data {
		text = append(text, strconv.Itoa(int(int8(v))))
	}
	return "[" + strings.Join(text, ",") + "]"
}

// TestFaces follows the contract's samples on faces (CLIENTS.md 17 to 20).
func TestFaces(t *testing.T) {
	b := start(t)
	holder, _ := b.newFace(image64(t, servertest.Holder))
	again, _ := b.newFace(servertest.JPEG(t, servertest.Smiling))
	stranger, _ := b.newFace(image64(t, servertest.Stranger))
	b.want("GET", holder+"/aspects", nil, `{"age":41,"gender":0.1}`)
	b.want("POST", holder+"/similarity", `{"referenceFace":"/api/v1`+again+`"}`, `{"score":0.9}`)
	b.want("POST", holder+"/similarity", `{"referenceFace":"/api/v1`+stranger+`"}`, `{"score":0.02}`)

	_, template := b.do("GET", again+"/face-template", nil)
	var tmpl disapi.FaceTemplateResponse
	if err := json.Unmarshal([]byte(template), &tmpl); err != nil || len(tmpl.Data) == 0 {
		t.Fatalf("template %s, %v", template, err)
	}
	b.want("POST", holder+"/similarity", `{"referenceFaceTemplate":"`+base64.StdEncoding.EncodeToString(tmpl.Data)+`"}`, `{"score":0.9}`)
	b.want("POST", holder+"/similarity", `{"referenceFaceTemplate":`+signed(tmpl.Data)+`}`, `{"score":0.9}`)
	b.fails("POST", holder+"/similarity", `{}`, disapi.InvalidRequestBody)
	b.fails("POST", holder+"/similarity", `{"referenceFace":"/api/v1/customers/`+id+`"}`, disapi.InvalidRequestBody)
	b.fails("POST", holder+"/similarity", `{"referenceFace":"/api/v1`+again+`","referenceFaceTemplate":"AA=="}`, disapi.InvalidRequestBody)

	b.want("DELETE", again, nil, "204")
	b.want("DELETE", again, nil, "204")
	b.fails("GET", again+"/aspects", nil, disapi.NotFound)
	b.fails("POST", holder+"/similarity", `{"referenceFace":"/api/v1`+again+`"}`, disapi.NotFound)
}

func TestDetectionAsAsked(t *testing.T) {
	b := start(t)
	detect := func(p servertest.Picture, detection string) string {
		return strings.TrimSuffix(image64(t, p), "}") + `,"detection":` + detection + `}`
	}
	// The test's faces are 22 of 100 pixels from eyes to mouth.
	for name, c := range map[string]struct {
		body          string
		code, warning string
	}{
		"no face":            {image64(t, servertest.Nothing), "NO_FACE_DETECTED", ""},
		"several":            {image64(t, servertest.Crowd), "", "MULTIPLE_FACES_DETECTED"},
		"several, free":      {detect(servertest.Crowd, `{"mode":"FREE"}`), "", "MULTIPLE_FACES_DETECTED"},
		"several, strict":    {detect(servertest.Crowd, `{"mode":"STRICT"}`), "MULTIPLE_FACES_DETECTED", ""},
		"one, strict":        {detect(servertest.Holder, `{"mode":"STRICT"}`), "", ""},
		"of the size asked":  {detect(servertest.Holder, `{"faceSizeRatio":{"min":0.05,"max":0.5}}`), "", ""},
		"smaller than asked": {detect(servertest.Holder, `{"faceSizeRatio":{"min":0.3,"max":0.5}}`), "NO_FACE_DETECTED", ""},
		"larger than asked":  {detect(servertest.Holder, `{"faceSizeRatio":{"min":0.01,"max":0.1}}`), "NO_FACE_DETECTED", ""},
	} {
		t.Run(name, func(t *testing.T) {
			path, got := b.in(t).newFace(c.body)
			if got.ErrorCode != c.code || strings.Join(got.Warnings, " ") != c.warning || (path == "") != (c.code != "") {
				t.Errorf("got %+v", got)
			}
		})
	}
	for _, detection := range []string{`{"mode":"ALL"}`, `{"faceSizeRatio":{"min":0.5,"max":0.5}}`, `{"faceSizeRatio":{"min":-1,"max":0.5}}`} {
		b.fails("POST", "/faces", detect(servertest.Holder, detection), disapi.InvalidRequestBody)
	}
}

// The test's eyes are at (70, 40) and (90, 40) of 160×100 pixels, so the token
// image (ISO/IEC 19794-5) is 80×107 and begins 8 above the picture.
func TestTheCropOfAFace(t *testing.T) {
	b := start(t)
	holder, _ := b.newFace(image64(t, servertest.Holder))
	b.want("GET", holder+"/crop/coordinates", nil, `{"fullyCaptured":false,"coordinates":{
		"topLeft":{"x":40,"y":-8},"topRight":{"x":120,"y":-8},"bottomRight":{"x":120,"y":99},"bottomLeft":{"x":40,"y":99}}}`)
	for query, want := range map[string]image.Point{"": {80, 107}, "?height=800": {598, 800}, "?width=800": {800, 1070}, "?width=40&height=40": {30, 40}} {
		img := b.crop(holder + "/crop" + query)
		if img.Bounds().Size() != want || servertest.See(imaging.ToRGBA(img)) != servertest.Holder {
			t.Errorf("crop%s is %v, want %v of the holder", query, img.Bounds(), want)
		}
	}
	b.fails("GET", holder+"/crop?width=0", nil, disapi.InvalidRequestParameter)
	b.want("DELETE", holder, nil, "204")
	b.fails("GET", holder+"/crop", nil, disapi.NotFound)
	b.fails("GET", holder+"/crop/coordinates", nil, disapi.NotFound)
	b.fails("GET", holder+"/quality", nil, disapi.NotFound)
}

func TestTheQualityOfAFace(t *testing.T) {
	b := start(t)
	holder, _ := b.newFace(servertest.PNG(t, servertest.Holder))
	status, got := b.do("GET", holder+"/quality", nil)
	var q disapi.FaceQualityResponse
	if err := json.Unmarshal([]byte(got), &q); err != nil || status != http.StatusOK {
		t.Fatalf("%d %s", status, got)
	}
	// A picture of one colour, (200, 150, 120) in BT.601.
	if math.Abs(q.Brightness.Score-.635) > .01 || q.Contrast.Score != 0 || !q.Brightness.PreconditionsMet {
		t.Errorf("brightness %+v, contrast %+v", q.Brightness, q.Contrast)
	}
	if q.EyeDistance.Score != 20 || q.FaceSize.Score != 22 || math.Abs(q.FaceRelativeArea.Score-.125) > 1e-9 || math.Abs(q.FaceRelativeAreaInImage.Score-.925) > 1e-3 {
		t.Errorf("sizes: %s", got)
	}
	if *q.Yaw != (disapi.HeadPoseAttribute{PreconditionsMet: true}) || q.Pitch == nil || q.Roll == nil {
		t.Errorf("angles: %s", got)
	}
}

func TestFacesOfACustomer(t *testing.T) {
	b := start(t)
	c := "/customers/" + id
	origin := func(part string) string { return `{"faceOrigin":{"link":"/api/v1` + c + part + `"}}` }
	b.do("POST", c, nil)
	b.fails("POST", "/faces", origin("/selfie"), disapi.NotFound)
	b.fails("POST", "/faces", origin("/document/portrait"), disapi.NotFound)
	b.fails("POST", "/faces", origin("/document"), disapi.InvalidRequestBody)
	b.do("PUT", c+"/selfie", image64(t, servertest.Stranger))
	b.do("PUT", c+"/document", "{}")
	b.do("PUT", c+"/document/pages", image64(t, servertest.Front))
	selfie, _ := b.newFace(origin("/selfie"))
	portrait, _ := b.newFace(origin("/document/portrait"))
	b.want("POST", selfie+"/similarity", `{"referenceFace":"/api/v1`+portrait+`"}`, `{"score":0.02}`)
}

func TestAFaceExpires(t *testing.T) {
	cfg := servertest.Config(t)
	now := servertest.Now
	cfg.Clock = func() time.Time { return now }
	cfg.Shelf = servertest.Shelf(t, cfg.Clock)
	h := disserver.New(cfg)
	token := "Bearer " + servertest.Token
	rec := ask(h, "POST", "/faces", token, image64(t, servertest.Holder))
	var out disapi.CreateFaceResponse
	if err := json.NewDecoder(bytes.NewReader(rec.Body.Bytes())).Decode(&out); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		wait time.Duration
		want int
	}{{9 * time.Minute, 200}, {time.Minute, 200}, {time.Millisecond, 404}, {0, 404}} {
		now = now.Add(step.wait)
		if rec := ask(h, "GET", "/faces/"+out.ID+"/aspects", token, ""); rec.Code != step.want {
			t.Errorf("after %v: %d, want %d", step.wait, rec.Code, step.want)
		}
	}
}

func TestWithoutFacesTheirOperationsAreNotThere(t *testing.T) {
	cfg := servertest.Config(t)
	cfg.Faces = nil
	cfg.Engine = onboarding.New(servertest.Documents{}, servertest.Faces{}, servertest.Passive{}, imaging.Limits{})
	if rec := ask(disserver.New(cfg), "POST", "/faces", "Bearer "+servertest.Token, image64(t, servertest.Holder)); rec.Code != http.StatusNotFound {
		t.Errorf("%d, want 404", rec.Code)
	}
}
