package disserver_test

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"portico/engine/document/template"
	"portico/engine/imaging"
	"portico/sync/disapi"
	"portico/sync/disapi/contracttest"
	"portico/sync/disserver/servertest"
)

// fails sends and wants an error body with the code, and the status that the
// code has.
func (b backend) fails(method, path string, body any, code disapi.ErrorCode) {
	b.t.Helper()
	status, got := b.do(method, path, body)
	var e disapi.ErrorResponse
	if err := json.Unmarshal([]byte(got), &e); err != nil || status != code.Status() || e.ErrorCode != code || e.ErrorMessage == "" {
		b.t.Errorf("%s %s: %d %s, want %d %s", method, path, status, got, code.Status(), code)
	}
}

func TestErrors(t *testing.T) {
	b := start(t)
	c, other := "/customers/"+id, "/customers/0d4df7a4-2f0a-4a0b-9b3c-0a7d1c9e5f10"
	holder := image64(t, servertest.Holder)
	b.do("POST", c, nil)

	t.Run("ids", func(t *testing.T) {
		b := b.in(t)
		b.fails("POST", c, nil, disapi.AlreadyExists)
		b.fails("POST", "/customers/nonsense", nil, disapi.InvalidID)
		b.fails("POST", "/customers/0d4df7a4-2f0a-1a0b-9b3c-0a7d1c9e5f10", nil, disapi.InvalidID) // version 1
		b.fails("POST", "/customers/{0d4df7a4-2f0a-4a0b-9b3c-0a7d1c9e5f10}", nil, disapi.InvalidID)
		for _, r := range disapi.Routes() {
			if method, path, ok := strings.Cut(r.Method+" "+strings.TrimPrefix(r.Path, disapi.Base), " "); ok && strings.Contains(path, "/customers/{id}") {
				path = strings.NewReplacer("{id}", "nonsense", "{page-type}", "front").Replace(path)
				b := b
				if r.Operation == "createDocumentChipChallenge" {
					b.http.Transport = http.DefaultTransport // the contract forgot all its errors
				}
				b.fails(method, path, bodyOf(r), disapi.InvalidID)
			}
		}
	})
	t.Run("nothing there", func(t *testing.T) {
		b := b.in(t)
		b.fails("GET", other, nil, disapi.NotFound)
		b.fails("PUT", other+"/selfie", holder, disapi.NotFound)
		b.fails("PUT", other+"/liveness", nil, disapi.NotFound)
		b.fails("PUT", other+"/document", "{}", disapi.NotFound)
		b.fails("POST", other+"/inspect", nil, disapi.NotFound)
		b.fails("POST", other+"/store", `{"onboardingStatus":"FINISHED"}`, disapi.NotFound)
		b.fails("GET", c+"/selfie", nil, disapi.NotFound)
		b.fails("POST", c+"/liveness/selfies", livenessSelfie(servertest.JPEG(t, servertest.Holder), "NONE"), disapi.NotFound)
		b.fails("POST", c+"/liveness/evaluation", `{"type":"PASSIVE_LIVENESS"}`, disapi.NotFound)
		b.fails("POST", c+"/liveness/evaluation/extended", `{"type":"DEEPFAKE","livenessResources":["PASSIVE"]}`, disapi.NotFound)
		b.fails("POST", c+"/liveness/records", servertest.JPEG(t, servertest.Holder), disapi.NotFound)
		b.fails("PUT", c+"/liveness/records/challenge", `{"type":"EYE_GAZE_LIVENESS"}`, disapi.NotFound)
		b.fails("POST", c+"/liveness/selfies/retrieve", `{"type":"SMILE_LIVENESS"}`, disapi.NotFound)
		b.fails("GET", c+"/liveness/records/"+id+"/selfie", nil, disapi.NotFound)
		b.fails("GET", c+"/liveness/records/7/selfie", nil, disapi.InvalidID)
		b.fails("PUT", c+"/document/pages", image64(t, servertest.Front), disapi.NotFound)
		b.fails("GET", c+"/document/portrait", nil, disapi.NotFound)
		b.fails("POST", c+"/document/inspect", nil, disapi.NotFound)
		b.fails("PUT", c+"/selfie", `{"selfieOrigin":{"link":"/api/v1`+c+`/liveness/records/7/selfie"}}`, disapi.NotFound)
	})
	t.Run("deleting what is not there succeeds", func(t *testing.T) {
		b := b.in(t)
		for _, path := range []string{other, other + "/selfie", other + "/liveness", other + "/document", c + "/selfie"} {
			b.want("DELETE", path, nil, "204")
		}
	})
	b.do("PUT", c+"/liveness", nil)
	b.do("PUT", c+"/document", "{}")
	b.do("PUT", c+"/selfie", holder)
	b.do("PUT", c+"/document/pages", image64(t, servertest.Front))
	t.Run("bodies", func(t *testing.T) {
		b := b.in(t)
		for _, body := range []string{
			"", "null", "[]", `{`, `{}`, `{"image":{}}`, `{"image":{"data":"?"}}`, `{"image":{"data":[1,2,"x"]}}`,
			`{"image":{"data":"AA","url":"https://example.org/a.jpg"}}`, strings.Repeat("[", 100),
		} {
			b.fails("PUT", c+"/selfie", body, disapi.InvalidRequestBody)
			b.fails("PUT", c+"/document/pages", body, disapi.InvalidRequestBody)
		}
		b.fails("PUT", c+"/selfie", `{"selfieOrigin":{"link":"/api/v1`+other+`/liveness/records/7/selfie"}}`, disapi.InvalidRequestBody)
		b.fails("POST", c+"/liveness/selfies", holder, disapi.InvalidRequestBody)
		b.fails("POST", c+"/liveness/selfies", `{"selfieOrigin":{"link":"/api/v1`+other+`/selfie"},"assertion":"NONE"}`, disapi.InvalidRequestBody)
		for _, operation := range []string{"POST /evaluation", "POST /selfies/retrieve", "PUT /records/challenge"} {
			method, path, _ := strings.Cut(operation, " ")
			b.fails(method, c+"/liveness"+path, `{"type":"BLINK"}`, disapi.InvalidRequestBody)
		}
		b.fails("PUT", c+"/liveness/records/challenge", `{"type":"SMILE_LIVENESS"}`, disapi.InvalidRequestBody)
		for _, body := range []string{
			`{"type":"DEEPFAKE"}`, `{"type":"DEEPFAKE","livenessResources":[]}`, `{"type":"DEEPFAKE","livenessResources":["BLINK"]}`,
			`{"type":"DEEPFAKE","livenessResources":["SMILE","SMILE"]}`, `{"type":"MORPH","livenessResources":["SMILE"]}`,
		} {
			b.fails("POST", c+"/liveness/evaluation/extended", body, disapi.InvalidRequestBody)
		}
		b.fails("PUT", c+"/document", `{"sources":["OCR"]}`, disapi.InvalidRequestBody)
		b.fails("PUT", c+"/document", `{"authenticityChecks":["SMELL"]}`, disapi.InvalidRequestBody)
		b.fails("PUT", c+"/document/pages", advised(servertest.JPEG(t, servertest.Front), "cover"), disapi.InvalidRequestBody)
		b.fails("POST", c+"/store", `{"onboardingStatus":"DONE"}`, disapi.InvalidRequestBody)
		b.fails("POST", c+"/store", `{"onboardingStatus":"FINISHED","externalId":"a b"}`, disapi.InvalidRequestBody)
	})
	t.Run("pictures", func(t *testing.T) {
		b := b.in(t)
		whole := servertest.JPEG(t, servertest.Holder)
		for _, data := range [][]byte{{}, []byte("this is no picture"), whole[:len(whole)/2]} {
			b.fails("PUT", c+"/selfie", imageOf(data), disapi.InvalidImage)
			b.fails("PUT", c+"/selfie", data, disapi.InvalidImage)
			b.fails("PUT", c+"/document/pages/binary", data, disapi.InvalidImage)
		}
		b.fails("PUT", c+"/selfie", `{"image":{"url":"https://example.org/a.jpg"}}`, disapi.DataDownloaderDisabled)
	})
	t.Run("parameters", func(t *testing.T) {
		b := b.in(t)
		for _, query := range []string{"width=0", "height=-1", "width=x", "width=1.5", "width=99999999999", "width=8192&height=9000"} {
			b.fails("GET", c+"/document/pages/front?"+query, nil, disapi.InvalidRequestParameter)
			b.fails("GET", c+"/document/portrait?"+query, nil, disapi.InvalidRequestParameter)
		}
		for _, part := range []string{"signature", "ghost-portrait", "fingerprint"} {
			b.fails("GET", c+"/document/"+part, nil, disapi.NotFound) // none on this document
		}
		b.fails("GET", c+"/document/chip/data", nil, disapi.NotFound)
		b.fails("GET", c+"/document/chip/portrait", nil, disapi.NotFound)
		for _, part := range []string{"ghost-portrait", "fingerprint"} {
			b.fails("GET", c+"/document/"+part+"?width=x", nil, disapi.InvalidRequestParameter)
		}
		b.fails("GET", c+"/document/pages/side", nil, disapi.InvalidRequestParameter)
		b.fails("GET", c+"/document/pages/back", nil, disapi.NotFound)
	})
	t.Run("methods and paths", func(t *testing.T) {
		b := b.in(t)
		b.fails("PATCH", c, nil, disapi.InvalidRequestMethod)
		b.fails("GET", c+"/inspect", nil, disapi.InvalidRequestMethod)
		b.fails("GET", "/nothing", nil, disapi.NotFound)
		b.fails("GET", "", nil, disapi.NotFound)
	})
}

// bodyOf returns a body that the operation accepts.
func bodyOf(r disapi.Route) any {
	switch r.Operation {
	case "storeInTrustPlatform":
		return `{"onboardingStatus":"FINISHED"}`
	case "evaluateLiveness", "createLivenessRecordChallenge", "retrieveLivenessSelfiesAndRecords":
		return `{"type":"EYE_GAZE_LIVENESS"}`
	case "evaluateExtendedLiveness":
		return `{"type":"DEEPFAKE","livenessResources":["PASSIVE"]}`
	case "createDocument":
		return "{}"
	}
	return nil
}

// TestEveryOperationOfTheContractAnswers: what is not there is told by the
// operation, not by the multiplexer.
func TestEveryOperationOfTheContractAnswers(t *testing.T) {
	b := start(t)
	b.http.Transport = http.DefaultTransport // the contract forgot the errors of one
	nowhere := func(body string) bool { return strings.Contains(body, "nothing at this path") }
	if _, got := b.do("GET", "/nothing", nil); !nowhere(got) {
		t.Fatalf("a path of nobody answers %s", got)
	}
	for _, r := range disapi.Routes() {
		path := strings.NewReplacer("{id}", id, "{recordId}", id, "{probe_face_id}", id, "{probe_palm_id}", id, "{page-type}", "front").Replace(r.Path)
		if status, got := b.do(r.Method, strings.TrimPrefix(path, disapi.Base), nil); nowhere(got) || status == http.StatusMethodNotAllowed {
			t.Errorf("%s answers %d %s", r.Operation, status, got)
		}
	}
}

func TestUploadsComeInEveryForm(t *testing.T) {
	b := start(t)
	b.do("POST", "/customers/"+id, nil)
	for name, data := range map[string][]byte{"JPEG": servertest.JPEG(t, servertest.Crowd), "PNG": servertest.PNG(t, servertest.Crowd)} {
		numbers := make([]string, len(data))
		for i, v := range data {
			numbers[i] = strconv.Itoa(int(int8(v)))
		}
		for form, send := range map[string]struct {
			path string
			body any
		}{
			"Base64":         {"/selfie", imageOf(data)},
			"signed bytes":   {"/selfie", `{"image":{"data":[` + strings.Join(numbers, ", ") + `]}}`},
			"octet stream":   {"/selfie", data},
			"binary sibling": {"/selfie/binary", data},
		} {
			t.Run(name+" as "+form, func(t *testing.T) {
				b := b.in(t)
				status, got := b.do("PUT", "/customers/"+id+send.path, send.body)
				if status != http.StatusOK || !strings.Contains(got, `"warnings":["MULTIPLE_FACES_DETECTED"]`) {
					t.Fatalf("%d %s", status, got)
				}
				img := b.crop("/customers/" + id + "/selfie")
				if servertest.See(imaging.ToRGBA(img)) != servertest.Crowd {
					t.Error("GET selfie gives another picture back")
				}
			})
		}
	}
}

func TestCropsAreScaled(t *testing.T) {
	b := start(t)
	b.do("POST", "/customers/"+id, nil)
	b.do("PUT", "/customers/"+id+"/document", "{}")
	b.do("PUT", "/customers/"+id+"/document/pages", image64(t, servertest.Front))
	for query, want := range map[string]image.Point{
		"":                      {160, 100},
		"?width=80":             {80, 50},
		"?height=300":           {480, 300}, // larger than the picture
		"?width=80&height=100":  {80, 50},
		"?width=1000&height=10": {16, 10},
	} {
		for _, part := range []string{"pages/front", "portrait"} {
			if got := b.crop("/customers/" + id + "/document/" + part + query).Bounds().Size(); got != want {
				t.Errorf("%s%s is %v, want %v", part, query, got, want)
			}
		}
	}
}

// TestGhostPortraitAndFingerprint adds them to the template of the sample card,
// which has neither.
func TestGhostPortraitAndFingerprint(t *testing.T) {
	cfg := servertest.Config(t)
	all, err := template.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for i := range all {
		if front, ok := all[i].Sides["front"]; ok {
			front.Ghost, front.Fingerprint = &template.Box{.5, .5, .75, 1}, &template.Box{0, 0, .25, .5}
			all[i].Sides["front"] = front
		}
	}
	cfg.Templates = all
	b := backend{t, servertest.Start(t, cfg), http.Client{Transport: contracttest.Transport(t, http.DefaultTransport)}}
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.do("PUT", c+"/document", "{}")
	b.do("PUT", c+"/document/pages", image64(t, servertest.Front))
	for _, part := range []string{"ghost-portrait", "fingerprint"} {
		if got := b.crop(c + "/document/" + part).Bounds().Size(); got != (image.Point{40, 50}) { // of 160×100
			t.Errorf("the %s is %v", part, got)
		}
	}
}

// The contract's sample card has its signature at (.370, .715) to (.660, .850)
// of the front.
func TestTheSignature(t *testing.T) {
	cfg := servertest.Config(t)
	var err error
	if cfg.Templates, err = template.Builtin(); err != nil {
		t.Fatal(err)
	}
	b := backend{t, servertest.Start(t, cfg), http.Client{Transport: contracttest.Transport(t, http.DefaultTransport)}}
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.fails("GET", c+"/document/signature", nil, disapi.NotFound)
	b.do("PUT", c+"/document", "{}")
	b.do("PUT", c+"/document/pages", image64(t, servertest.Back))
	b.fails("GET", c+"/document/signature", nil, disapi.NotFound)
	if _, got := b.do("GET", c, nil); strings.Contains(got, "/signature") {
		t.Errorf("a link to a signature that is not there: %s", got)
	}
	b.do("PUT", c+"/document/pages", image64(t, servertest.Front))
	if _, got := b.do("GET", c, nil); !strings.Contains(got, `"signature":"/api/v1`+c+`/document/signature"`) {
		t.Errorf("no link to the signature: %s", got)
	}
	if got := b.crop(c + "/document/signature").Bounds().Size(); got != (image.Point{47, 13}) { // 160×100
		t.Errorf("the signature is %v", got)
	}
	if got := b.crop(c + "/document/signature?width=94").Bounds().Size(); got != (image.Point{94, 26}) {
		t.Errorf("the scaled signature is %v", got)
	}
}

// crop gets a picture, which must be a JPEG.
func (b backend) crop(path string) image.Image {
	b.t.Helper()
	status, got := b.do("GET", path, nil)
	var body disapi.ImageCrop
	if err := json.Unmarshal([]byte(got), &body); err != nil || status != http.StatusOK {
		b.t.Fatalf("GET %s: %d %.100s", path, status, got)
	}
	img, err := jpeg.Decode(bytes.NewReader(body.Data))
	if err != nil {
		b.t.Fatal(err)
	}
	return img
}
