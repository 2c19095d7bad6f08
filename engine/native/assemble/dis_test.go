package assemble_test

import (
	"bytes"
	"encoding/json"
	"math"
	"net/http"
	"os"
	"strconv"
	"testing"

	"portico/engine/enginetest"
	"portico/engine/imaging"
	"portico/sync/disapi"
	"portico/sync/disapi/contracttest"
	"portico/sync/disserver/servertest"
)

// backend answers the contract with the real engine. Its clients are the
// contract's published samples: pictures as arrays of signed bytes, and every
// answer held against the contract.
type backend struct {
	t    *testing.T
	base string
	http http.Client
}

func serve(t *testing.T) backend {
	p := parts(t)
	cfg := servertest.Config(t)
	cfg.Engine, cfg.Faces, cfg.Templates = p.Engine, p.Faces, p.Types
	return backend{t, servertest.Start(t, cfg) + disapi.Base, http.Client{Transport: contracttest.Transport(t, http.DefaultTransport)}}
}

// call sends a body, bytes as they are and text as JSON, and reads the answer.
func (b backend) call(method, path string, body, into any) {
	b.t.Helper()
	status, data := servertest.Do(b.t, &b.http, method, b.base+path, body)
	if status >= http.StatusBadRequest {
		b.t.Fatalf("%s %s: %d %.200s", method, path, status, data)
	}
	if into == nil {
		return
	}
	if err := json.Unmarshal(data, into); err != nil {
		b.t.Fatalf("%s %s: %v", method, path, err)
	}
}

// customer makes one and returns its path; it is deleted in the end.
func (b backend) customer() string {
	b.t.Helper()
	var c disapi.CreateCustomerResponse
	b.call("POST", "/customers", nil, &c)
	path := "/customers/" + c.ID
	b.t.Cleanup(func() { b.call("DELETE", path, nil, nil) })
	return path
}

// upload is a file of the contract's samples as their client sends it.
func upload(t *testing.T, rest string, name ...string) string {
	t.Helper()
	data, err := os.ReadFile(enginetest.Data(t, append([]string{"dis"}, name...)...))
	if err != nil {
		t.Fatal(err)
	}
	out := []byte(`{"image": {"data": [`)
	for i, v := range data {
		if i > 0 {
			out = append(out, ',')
		}
		out = strconv.AppendInt(out, int64(int8(v)), 10)
	}
	return string(out) + `]}` + rest + `}`
}

func (b backend) page(path string, name ...string) (out disapi.CreateDocumentPageResponse) {
	b.t.Helper()
	b.call("PUT", path+"/document/pages", upload(b.t, "", append([]string{"documents"}, name...)...), &out)
	return out
}

// selfies feeds pictures of faces, each with what it is meant to show.
func (b backend) selfies(path string, named ...string) {
	b.t.Helper()
	b.call("PUT", path+"/liveness", nil, nil)
	for i := 0; i < len(named); i += 2 {
		var out disapi.CreateCustomerLivenessSelfieResponse
		b.call("POST", path+"/liveness/selfies", upload(b.t, `,"assertion":"`+named[i+1]+`"`, "faces", named[i]+".jpeg"), &out)
		if out.ErrorCode != "" || len(out.Warnings) > 0 {
			b.t.Errorf("%s: %+v", named[i], out)
		}
	}
}

func (b backend) evaluate(path, kind string) (out disapi.EvaluateCustomerLivenessResponse) {
	b.t.Helper()
	b.call("POST", path+"/liveness/evaluation", `{"type":"`+kind+`_LIVENESS"}`, &out)
	return out
}

// TestClientCustomerOnboarding is the samples' CustomerOnboarding and
// CustomerInspectAndDocumentInspectCheck.
func TestClientCustomerOnboarding(t *testing.T) {
	b := serve(t)
	c := b.customer()
	var selfie disapi.CreateSelfieResponse
	b.call("PUT", c+"/selfie", upload(t, "", "faces", "face.jpeg"), &selfie)
	if selfie.Detection == nil || selfie.Links == nil || len(selfie.Warnings) > 0 {
		t.Fatalf("the selfie: %+v", selfie)
	}
	b.selfies(c, "face", "NONE")
	if got := b.evaluate(c, "PASSIVE"); got.Score == nil || *got.Score < .84 {
		t.Errorf("passive liveness: %+v", got)
	}
	b.call("PUT", c+"/document", `{"advice":{"classification":{"countries":["INO"],"types":[],"editions":[],"machineReadableTravelDocuments":[]}},"sources":[],"authenticityChecks":[]}`, nil)
	for _, side := range []string{"front", "back"} {
		if got := b.page(c, "L2", "document-"+side+".jpeg"); got.ErrorCode != "" || got.PageType != side || got.DocumentType == nil || got.DocumentType.Type != "identity-card" {
			t.Errorf("%s: %+v", side, got)
		}
	}
	var customer disapi.GetCustomerResponse
	b.call("GET", c, nil, &customer)
	if got := customer.Customer; got.GivenNames.VisualZone != "Brian" || got.GivenNames.MRZ != "BRIAN" || got.Document.Links.Portrait == "" || got.Document.MRZ.TD1 == nil {
		t.Errorf("the customer: %+v", got)
	}
	for _, part := range []string{"pages/front", "pages/back", "portrait", "signature"} {
		var crop disapi.ImageCrop
		b.call("GET", c+"/document/"+part, nil, &crop)
		if !bytes.HasPrefix(crop.Data, []byte("\xff\xd8")) {
			t.Errorf("%s is no JPEG", part)
		}
	}
	var inspected struct {
		Selfie struct {
			Similar map[string]bool `json:"similarityWith"`
		} `json:"selfieInspection"`
	}
	b.call("POST", c+"/inspect", nil, &inspected)
	if got := inspected.Selfie.Similar; !got["documentPortrait"] || !got["livenessSelfies"] {
		t.Errorf("the selfie is like %v", got)
	}
	var document struct {
		Expired bool
		MRZ     struct{ Valid bool } `json:"mrzInspection"`
		Visual  struct {
			Texts struct{ Consistent bool } `json:"textConsistency"`
		} `json:"visualZoneInspection"`
	}
	b.call("POST", c+"/document/inspect", nil, &document)
	if document.Expired || !document.MRZ.Valid || !document.Visual.Texts.Consistent {
		t.Errorf("the document: %+v", document)
	}
}

// TestSampleDocuments are DocumentQuality, DocumentOcrMrz, L0 and L1.
func TestClientDocuments(t *testing.T) {
	b := serve(t)
	t.Run("quality", func(t *testing.T) {
		b := backend{t, b.base, b.http}
		c := b.customer()
		b.call("PUT", c+"/document", `{"sources":[],"authenticityChecks":[]}`, nil)
		b.page(c, "L2", "document-front.jpeg")
		var q disapi.DocumentPageQuality
		if b.call("GET", c+"/document/pages/front/quality", nil, &q); !q.Fine {
			t.Errorf("not fine: %+v", q)
		}
	})
	t.Run("zone only", func(t *testing.T) {
		b := backend{t, b.base, b.http}
		c := b.customer()
		b.call("PUT", c+"/document", `{"sources":["MRZ"],"authenticityChecks":[]}`, nil)
		if got := b.page(c, "L2", "document-back.jpeg"); got.ErrorCode != "" || got.DocumentType.SupportLevel != "MRZ_EXTRACTION_ONLY" || got.DocumentType.MachineReadableTravelDocument != "TD1" {
			t.Errorf("the back: %+v", got)
		}
		var customer disapi.GetCustomerResponse
		b.call("GET", c, nil, &customer)
		if got := customer.Customer; got.Surname.MRZ != "BELL" || got.Surname.VisualZone != "" || got.Document.MRZ == nil {
			t.Errorf("the customer: %+v", got)
		}
	})
	t.Run("unsupported", func(t *testing.T) {
		b := backend{t, b.base, b.http}
		c := b.customer()
		b.call("PUT", c+"/document", `{}`, nil)
		for range 2 { // the sample has one picture for both pages
			if got := b.page(c, "L0", "document-front.jpeg"); len(got.Warnings) != 1 || got.Warnings[0] != "DOCUMENT_TYPE_NOT_RECOGNIZED" {
				t.Errorf("the page: %+v", got)
			}
		}
		var customer disapi.GetCustomerResponse
		b.call("GET", c, nil, &customer)
		if got := customer.Customer.Document; got == nil || got.Type != nil && got.Type.SupportLevel != "NOT_SUPPORTED" {
			t.Errorf("the document: %+v", got)
		}
	})
}

// TestSampleLiveness are EvaluateSmileLiveness and EvaluateEyeGazeLiveness,
// whose own pictures do not all show the gaze: no score is asked for.
func TestClientLiveness(t *testing.T) {
	b := serve(t)
	c := b.customer()
	b.selfies(c, "face-neutral", "NEUTRAL", "face-smile", "SMILE")
	if got := b.evaluate(c, "SMILE"); got.Score == nil || *got.Score < .84 {
		t.Errorf("smile: %+v", got)
	}
	b.selfies(c, "top-left", "EYE_GAZE_TOP_LEFT", "bottom-left", "EYE_GAZE_BOTTOM_LEFT", "bottom-right", "EYE_GAZE_BOTTOM_RIGHT",
		"top-left", "EYE_GAZE_TOP_LEFT", "bottom-right", "EYE_GAZE_BOTTOM_RIGHT")
	if got := b.evaluate(c, "EYE_GAZE"); got.Score == nil || got.ErrorCode != "" {
		t.Errorf("eye gaze: %+v", got)
	}
}

// TestSampleFaces are FaceDetection, FacesSimilarity…, FaceAspectsCheck,
// FaceImageCrops and FaceImageQualityCheck.
func TestClientFaces(t *testing.T) {
	b := serve(t)
	create := func() (f disapi.CreateFaceResponse) {
		b.call("POST", "/faces", upload(t, "", "faces", "reference.jpeg"), &f)
		if f.Detection == nil || f.Links == nil {
			t.Fatalf("the face: %+v", f)
		}
		return f
	}
	probe, reference := create(), create()
	path := "/faces/" + probe.ID
	var same disapi.FaceSimilarityResponse
	b.call("POST", path+"/similarity", `{"referenceFace":"`+reference.Links.Self+`"}`, &same)
	if math.Abs(same.Score-1) > .05 {
		t.Errorf("one picture twice: %v", same.Score)
	}
	var aspects disapi.FaceAspectsResponse
	b.call("GET", path+"/aspects", nil, &aspects)
	if aspects.Age < 18 || aspects.Age > 70 || aspects.Gender > .5 { // a grown man
		t.Errorf("%+v", aspects)
	}
	var crop disapi.ImageCrop
	b.call("GET", path+"/crop?height=800", nil, &crop)
	var found disapi.CreateFaceResponse
	b.call("POST", "/faces", []byte(crop.Data), &found)
	if found.Detection == nil {
		t.Errorf("no face in the crop: %+v", found)
	}
	var q disapi.FaceQualityResponse
	b.call("GET", path+"/quality", nil, &q)
	if q.Yaw == nil || q.Pitch == nil || max(q.Yaw.Angle, -q.Yaw.Angle) > 15 || q.EyeDistance.Score < 30 || q.FaceRelativeAreaInImage.Score <= .5 {
		t.Errorf("%+v", q)
	}
	b.call("DELETE", path, nil, nil)

	// A close face of a large picture is kept smaller than it was.
	img := enginetest.Picture(t, "dis", "faces", "face-smile.jpeg")
	large, err := imaging.EncodeJPEG(imaging.Resize(img, 5*img.Rect.Dx(), 5*img.Rect.Dy()), 90)
	if err != nil {
		t.Fatal(err)
	}
	var near disapi.CreateFaceResponse
	b.call("POST", "/faces", large, &near)
	b.call("GET", "/faces/"+near.ID+"/crop", nil, &crop)
	small, err := imaging.Decode(crop.Data, imaging.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if size := small.Rect.Size(); size.Y != 1600 || size.X != 1200 {
		t.Errorf("the near face's crop is %v", size)
	}
	b.call("POST", "/faces", []byte(crop.Data), &found)
	if found.Detection == nil {
		t.Errorf("no face in the smaller crop: %+v", found)
	}
}
