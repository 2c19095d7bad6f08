package disserver_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"portico/engine/imaging"
	"portico/sync/disapi"
	"portico/sync/disserver/servertest"
)

// record adds a liveness record and returns the link of its selfie.
func (b backend) record(path string, data []byte) string {
	b.t.Helper()
	status, got := b.do("POST", path+"/liveness/records", data)
	var out disapi.CreateCustomerLivenessRecordResponse
	if err := json.Unmarshal([]byte(got), &out); err != nil || status != http.StatusOK || out.Links == nil || out.Selfie == nil {
		b.t.Fatalf("%d %s", status, got)
	}
	return out.Links.Selfie
}

// TestARecordGivesTheSelfie is the variant that takes the selfie from a record
// (CLIENTS.md 12 and 14, and wultra's presence upload).
func TestARecordGivesTheSelfie(t *testing.T) {
	b := start(t)
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.do("PUT", c+"/liveness", nil)
	link := b.record(c, servertest.JPEG(t, servertest.Holder))
	if !strings.HasPrefix(link, "/api/v1"+c+"/liveness/records/") || !strings.HasSuffix(link, "/selfie") {
		t.Fatalf("the link is %s", link)
	}
	if img := b.crop(strings.TrimPrefix(link, "/api/v1") + "?width=80"); img.Bounds().Dx() != 80 || servertest.See(imaging.ToRGBA(img)) != servertest.Holder {
		t.Errorf("the record's selfie is %v and shows another picture", img.Bounds())
	}
	if status, got := b.do("PUT", c+"/selfie", `{"selfieOrigin":{"link":"`+link+`"}}`); status != http.StatusOK || !strings.Contains(got, `"detection"`) {
		t.Errorf("the selfie of the record: %d %s", status, got)
	}
	if img := b.crop(c + "/selfie"); servertest.See(imaging.ToRGBA(img)) != servertest.Holder {
		t.Error("the selfie is not the record's")
	}
	b.want("POST", c+"/liveness/evaluation", `{"type":"PASSIVE_LIVENESS"}`, `{"score":0.88}`)
	b.want("POST", c+"/liveness/evaluation", `{"type":"MAGNIFEYE_LIVENESS"}`, `{"errorCode":"NOT_ENOUGH_DATA"}`)
	if _, got := b.do("POST", c+"/inspect", nil); !strings.Contains(got, `"livenessSelfies":true`) {
		t.Errorf("the selfie is not compared with the record: %s", got)
	}
	b.record(c, servertest.JPEG(t, servertest.Stranger))
	if _, got := b.do("POST", c+"/inspect", nil); !strings.Contains(got, `"livenessSelfies":false`) {
		t.Errorf("a stranger's record passes: %s", got)
	}
}

func TestRecordsOfNoUse(t *testing.T) {
	b := start(t)
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.do("PUT", c+"/liveness", nil)
	whole := servertest.JPEG(t, servertest.Holder)
	for name, data := range map[string][]byte{
		"empty": {}, "no picture": []byte("sealed by somebody else"), "half": whole[:len(whole)/2], "no face": servertest.JPEG(t, servertest.Nothing),
	} {
		b.in(t).want("POST", c+"/liveness/records", data, `{"errorCode":"INVALID_DATA"}`)
		if t.Failed() {
			t.Fatal(name)
		}
	}
	b.want("POST", c+"/liveness/evaluation", `{"type":"PASSIVE_LIVENESS"}`, `{"errorCode":"NOT_ENOUGH_DATA"}`)
}

func TestPicturesAreGivenBackByCheck(t *testing.T) {
	b := start(t)
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.do("PUT", c+"/liveness", nil)
	alone, recorded := servertest.JPEG(t, servertest.Holder), servertest.PNG(t, servertest.Holder)
	b.record(c, recorded)
	b.do("POST", c+"/liveness/selfies", livenessSelfie(alone, "NEUTRAL"))
	b.do("POST", c+"/liveness/selfies", livenessSelfie(alone, "NONE"))
	part := func(assertion string, data []byte) string {
		return `[{"assertion":"` + assertion + `","data":"` + base64.StdEncoding.EncodeToString(data) + `"}]`
	}
	for kind, want := range map[string]string{
		"PASSIVE":   `{"selfies":` + part("NONE", alone) + `,"recordSelfies":` + part("NONE", recorded) + `}`,
		"SMILE":     `{"selfies":` + part("NEUTRAL", alone) + `}`,
		"EYE_GAZE":  `{}`,
		"MAGNIFEYE": `{}`,
	} {
		b.want("POST", c+"/liveness/selfies/retrieve", `{"type":"`+kind+`_LIVENESS"}`, want)
	}
	b.want("POST", c+"/liveness/evaluation/extended", `{"type":"DEEPFAKE","livenessResources":["PASSIVE","SMILE"]}`, `{}`)
}

// look uploads pictures of a holder who looks at the corners.
func (b backend) look(path string, corners ...servertest.Picture) {
	for _, p := range corners {
		assertion := "EYE_GAZE_" + strings.ToUpper(strings.ReplaceAll(string(p), " ", "_"))
		b.want("POST", path+"/liveness/selfies", livenessSelfie(servertest.JPEG(b.t, p), assertion), `{}`)
	}
}

func (b backend) gaze(path string) disapi.EvaluateCustomerLivenessResponse {
	b.t.Helper()
	_, got := b.do("POST", path+"/liveness/evaluation", `{"type":"EYE_GAZE_LIVENESS"}`)
	var out disapi.EvaluateCustomerLivenessResponse
	if err := json.Unmarshal([]byte(got), &out); err != nil {
		b.t.Fatal(err)
	}
	return out
}

// TestEyeGaze is CLIENTS.md 10: loose selfies need no challenge.
func TestEyeGaze(t *testing.T) {
	b := start(t)
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.do("PUT", c+"/liveness", nil)
	b.look(c, servertest.TopLeft, servertest.BottomLeft, servertest.BottomRight)
	if got := b.gaze(c); got.ErrorCode != "NOT_ENOUGH_DATA" {
		t.Errorf("three segments: %+v", got)
	}
	b.look(c, servertest.TopLeft, servertest.BottomRight)
	if got := b.gaze(c); got.Score == nil || *got.Score < .84 {
		t.Errorf("a gaze that follows: %+v", got)
	}
}

func TestAChallengeCanBeFollowed(t *testing.T) {
	b := start(t)
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.do("PUT", c+"/liveness", nil)
	drawn := map[string]bool{}
	var challenge disapi.LivenessChallengeResponse
	for range 20 {
		_, got := b.do("PUT", c+"/liveness/records/challenge", `{"type":"EYE_GAZE_LIVENESS"}`)
		challenge = disapi.LivenessChallengeResponse{}
		if err := json.Unmarshal([]byte(got), &challenge); err != nil || len(challenge.Details.Corners) != 5 {
			t.Fatalf("the challenge is %s", got)
		}
		if slices.Equal(slices.Compact(slices.Clone(challenge.Details.Corners)), challenge.Details.Corners) {
			drawn[got] = true
		} else {
			t.Errorf("the gaze need not move: %s", got)
		}
	}
	if len(drawn) < 10 { // of 324
		t.Errorf("20 challenges of %d kinds", len(drawn))
	}
	for _, corner := range challenge.Details.Corners {
		b.look(c, servertest.Picture(strings.ToLower(strings.ReplaceAll(corner, "_", " "))))
	}
	if got := b.gaze(c); got.Score == nil || *got.Score < .84 {
		t.Errorf("a gaze that follows the challenge: %+v", got)
	}
}
