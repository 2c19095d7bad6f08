package disserver_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"portico/sync/disapi/contracttest"
	"portico/sync/disserver/servertest"
)

// backend is a running server and a client that holds every answer against
// the contract.
type backend struct {
	t    *testing.T
	base string
	http http.Client
}

func start(t *testing.T) backend {
	return backend{t, servertest.Start(t, servertest.Config(t)), http.Client{Transport: contracttest.Transport(t, http.DefaultTransport)}}
}

// in returns b for a subtest.
func (b backend) in(t *testing.T) backend {
	b.t = t
	return b
}

// do sends a body, JSON unless it is bytes, and returns status and body.
func (b backend) do(method, path string, body any) (int, string) {
	b.t.Helper()
	status, data := servertest.Do(b.t, &b.http, method, b.base+"/api/v1"+path, body)
	return status, string(data)
}

// want sends and compares the whole answer: a status alone, or a JSON body.
func (b backend) want(method, path string, body any, want string) {
	b.t.Helper()
	status, got := b.do(method, path, body)
	if want == "204" && status == http.StatusNoContent && got == "" {
		return
	}
	if status != http.StatusOK || !sameJSON(b.t, got, want) {
		b.t.Errorf("%s %s: %d %s\nwant %s", method, path, status, got, want)
	}
}

func sameJSON(t *testing.T, a, b string) bool {
	t.Helper()
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}

func imageOf(data []byte) string {
	return `{"image":{"data":"` + base64.StdEncoding.EncodeToString(data) + `"}}`
}

func livenessSelfie(data []byte, assertion string) string {
	return strings.Replace(imageOf(data), `}}`, `},"assertion":"`+assertion+`"}`, 1)
}

func advised(data []byte, side string) string {
	return strings.Replace(imageOf(data), `}}`, `},"advice":{"classification":{"pageTypes":["`+side+`"]}}}`, 1)
}

const id = "6f1c7c0e-9d1b-4c57-8a5e-3f0f6a4b2c11"

// TestOnboarding walks the contract's recommended sequence over its sample
// card (SPEC §5 and §8) and compares every answer whole.
func TestOnboarding(t *testing.T) {
	b := start(t)
	c := "/customers/" + id
	face := `"confidence":0.99,"faceRectangle":{"topLeft":{"x":63,"y":23},"topRight":{"x":102,"y":27},"bottomRight":{"x":97,"y":77},"bottomLeft":{"x":58,"y":73}}`
	card := `"documentType":{"country":"ino","type":"identity-card","edition":"2020","machineReadableTravelDocument":"TD1","supportLevel":"FULL_SUPPORT","supportMethod":"FULL_TEMPLATE_SUPPORT"},
		"detection":{"confidence":0.98,"cornerOutOfImage":false,"coordinates":{"topLeftCorner":{"x":10,"y":5},"topRightCorner":{"x":150,"y":5},"bottomRightCorner":{"x":150,"y":96},"bottomLeftCorner":{"x":10,"y":95}}}`
	link := func(path string) string { return `"/api/v1/customers/` + id + path + `"` }

	b.want("POST", c, nil, `{"id":"`+id+`","links":{"self":`+link("")+`}}`)
	b.want("GET", c, nil, `{"customer":{}}`)
	b.want("PUT", c+"/selfie", imageOf(servertest.JPEG(t, servertest.Holder)), `{"detection":{`+face+`},"links":{"self":`+link("/selfie")+`}}`)
	b.want("PUT", c+"/liveness", nil, `{"links":{"self":`+link("/liveness")+`}}`)
	b.want("POST", c+"/liveness/selfies", livenessSelfie(servertest.JPEG(t, servertest.Holder), "NONE"), `{}`)
	b.want("POST", c+"/liveness/selfies", `{"selfieOrigin":{"link":`+link("/selfie")+`},"assertion":"NEUTRAL"}`, `{}`)
	b.want("POST", c+"/liveness/selfies", livenessSelfie(servertest.JPEG(t, servertest.Nothing), "SMILE"), `{"errorCode":"NO_FACE_DETECTED"}`)
	b.want("POST", c+"/liveness/evaluation", `{"type":"PASSIVE_LIVENESS"}`, `{"score":0.88}`)
	for _, lacking := range []string{"SMILE", "EYE_GAZE", "MAGNIFEYE"} {
		b.want("POST", c+"/liveness/evaluation", `{"type":"`+lacking+`_LIVENESS"}`, `{"errorCode":"NOT_ENOUGH_DATA"}`)
	}
	b.want("PUT", c+"/document", `{"sources":[],"authenticityChecks":[],"advice":{"classification":{"countries":["INO"]}}}`, `{"links":{"self":`+link("/document")+`}}`)
	b.want("PUT", c+"/document/pages", imageOf(servertest.JPEG(t, servertest.Nothing)), `{"errorCode":"NO_CARD_CORNERS_DETECTED"}`)
	b.want("PUT", c+"/document/pages", advised(servertest.JPEG(t, servertest.Front), "front"), `{`+card+`,"pageType":"front","links":{"self":`+link("/document/pages/front")+`}}`)
	b.want("PUT", c+"/document/pages", imageOf(servertest.JPEG(t, servertest.Back)), `{`+card+`,"pageType":"back","links":{"self":`+link("/document/pages/back")+`}}`)
	b.want("GET", c+"/document/pages/front/quality", nil, `{"fine":true,"details":{"sharpness":{"score":0.9,"level":"HIGH"},"brightness":{"score":0.5,"level":"MEDIUM"},"hotspots":{"score":0.1,"level":"LOW"}}}`)
	b.want("GET", c, nil, fmt.Sprintf(sampleCustomer, link("/document/portrait"), link("/document/pages/front"), link("/document/pages/back")))
	b.want("POST", c+"/inspect", nil, `{"selfieInspection":{"similarityWith":{"documentPortrait":true,"livenessSelfies":true},"genderEstimate":"M",
		"genderConsistency":{"documentPortrait":true,"viz":true,"mrz":true},"ageEstimate":41,"ageDifferenceWith":{"documentPortrait":5,"dateOfBirth":1}},
		"security":{"videoInjection":{"evaluated":false}},"links":{"documentInspection":`+link("/document/inspect")+`}}`)
	b.want("POST", c+"/document/inspect", nil, `{"expired":false,"mrzInspection":{"valid":true},
		"visualZoneInspection":{"ocrConfidence":{"confidence":0.97},"textConsistency":{"consistent":true,"consistencyWith":{"mrz":{"inconsistentTexts":[]}}}},
		"portraitInspection":{"genderEstimate":"M","ageEstimate":41,"genderConsistency":{"viz":true,"mrz":true},"ageDifferenceWith":{"dateOfBirth":6}},
		"pageTampering":{"front":{"colorProfileChangeDetected":false,"looksLikeScreenshot":true}}}`)
	b.want("POST", c+"/document/inspect/disclose", nil, `{"pageTampering":{"front":{"colorProfileChangeDetected":{"score":0.95},"looksLikeScreenshot":{"score":0.2},"presentationAttackScreenClass":{"score":0.8}}}}`)
	b.want("POST", c+"/inspect/disclose", nil, `{"selfieInspection":{"similarityWith":{"documentPortrait":{"score":0.9},"livenessSelfies":{"score":0.9}}}}`)
	b.want("POST", c+"/store", `{"onboardingStatus":"FINISHED","externalId":"desk-7.0001"}`, "204")
	b.want("DELETE", c, nil, "204")
}

// sampleCustomer is the contract's sample card as GET customer tells it; the
// age is that of 2026-03-01.
const sampleCustomer = `{"customer":{
	"age":{"visualZone":"40","mrz":"40","selfie":"41","documentPortrait":"41"},
	"gender":{"visualZone":"M","mrz":"M","selfie":"M","documentPortrait":"M"},
	"givenNames":{"visualZone":"Brian","mrz":"BRIAN"},
	"surname":{"visualZone":"Bell","mrz":"BELL"},
	"dateOfBirth":{"visualZone":"1985-08-06","mrz":"1985-08-06"},
	"nationality":{"visualZone":"SVK","mrz":"SVK"},
	"document":{
		"type":{"country":"ino","type":"identity-card","edition":"2020","machineReadableTravelDocument":"TD1","supportLevel":"FULL_SUPPORT","supportMethod":"FULL_TEMPLATE_SUPPORT"},
		"pageTypes":["front","back"],
		"dateOfIssue":{"visualZone":"2020-11-24"},
		"dateOfExpiry":{"visualZone":"2030-11-24","mrz":"2030-11-24"},
		"documentNumber":{"visualZone":"BB456987","mrz":"BB456987"},
		"issuingState":{"mrz":"SVK"},
		"additionalTexts":{"placeOfBirth":{"visualZone":"Los Angeles"},"address":{"visualZone":"5 4th Street\nNew York"}},
		"mrz":{"td1":{"documentCode":"IL","issuingAuthority":"SVK","issuingState":"SVK","surname":"BELL","givenNames":"BRIAN",
			"documentNumber":"BB456987","nationality":"SVK","dateOfBirth":"850806","gender":"M","dateOfExpiry":"301124",
			"checkDigitsValidity":{"documentNumberCheckDigitValid":true,"dateOfBirthCheckDigitValid":true,"dateOfExpiryCheckDigitValid":true,"compositeCheckDigitValid":true}}},
		"links":{"portrait":%s,"pages":{"front":%s,"back":%s}}}}}`

func image64(t *testing.T, p servertest.Picture) string { return imageOf(servertest.JPEG(t, p)) }
