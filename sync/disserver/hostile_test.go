package disserver_test

import (
	"strings"
	"testing"

	"portico/sync/disapi"
)

// TestHostileBodies are answered with a clear 400, whatever they hold.
func TestHostileBodies(t *testing.T) {
	b := start(t)
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.do("PUT", c+"/liveness", nil)
	b.do("PUT", c+"/document", "{}")
	deep := func(open string) string { return strings.Repeat(open, 100_000) }
	for name, body := range map[string]string{
		"no JSON":             `picture`,
		"empty":               ``,
		"null":                `null`,
		"a list":              `[]`,
		"a number":            `17`,
		"cut off":             `{"image":{"data":"AAAA`,
		"two":                 `{"image":{"data":"AAAA"}}{}`,
		"deep objects":        deep(`{"image":`),
		"deep lists":          `{"image":` + deep(`[`),
		"huge number":         `{"image":{"data":[1e999999999]}}`,
		"long number":         `{"image":{"data":[` + deep(`9`) + `]}}`,
		"number as a picture": `{"image":{"data":7}}`,
		"no byte":             `{"image":{"data":[256]}}`,
		"a fraction":          `{"image":{"data":[1.5]}}`,
		"mixed":               `{"image":{"data":[1,"2"]}}`,
		"wrong type":          `{"image":"AAAA"}`,
		"no Base64":           `{"image":{"data":"????"}}`,
		"wrong alphabet":      `{"image":{"data":"\ud800"}}`,
	} {
		t.Run(name, func(t *testing.T) {
			b := b.in(t)
			for _, call := range [][2]string{{"PUT", c + "/selfie"}, {"POST", c + "/liveness/selfies"}, {"PUT", c + "/document/pages"}, {"POST", "/faces"}, {"POST", "/palms"}} {
				b.fails(call[0], call[1], body, disapi.InvalidRequestBody)
			}
		})
	}
	for _, one := range []struct{ method, path, body string }{
		{"POST", "/sessions", `{"timeout":1e400}`},
		{"POST", "/sessions", `{"timeout":"10"}`},
		{"PUT", c + "/document", `{"sources":{"a":1}}`},
		{"POST", c + "/liveness/evaluation", `{"type":7}`},
		{"POST", c + "/liveness/evaluation", `{"type":"PASSIVE_LIVENESS\u0000"}`},
		{"POST", c + "/store", `{"onboardingStatus":"FINISHED","externalId":"a b"}`},
	} {
		b.fails(one.method, one.path, one.body, disapi.InvalidRequestBody)
	}
}
