package disserver_test

import (
	"net/http"
	"strings"
	"testing"

	"portico/sync/disapi"
	"portico/sync/disserver/servertest"
)

// TestTrustEvaluation judges a customer by the client's own definitions, those
// of the contract's vendor among them (SPEC §7).
func TestTrustEvaluation(t *testing.T) {
	b := start(t)
	c := "/customers/" + id
	b.do("POST", c, nil)
	b.do("PUT", c+"/selfie", image64(t, servertest.Holder))
	b.do("PUT", c+"/document", "{}")
	b.do("PUT", c+"/document/pages", image64(t, servertest.Front))
	b.do("PUT", c+"/document/pages", image64(t, servertest.Back))
	const (
		face    = `{"name":"document_face_match","type":"SCORE","scoreConfiguration":{"rejectLow":0.325,"reviewLow":0.35}}`
		expired = `{"name":"document_not_expired","type":"BOOLEAN","booleanConfiguration":"REJECT_IF_FALSE"}`
		age     = `{"name":"age_validation","type":"SCORE","scoreConfiguration":{"reviewHigh":15,"rejectHigh":20}}`
		strict  = `{"name":"portraitMatch","type":"SCORE","scoreConfiguration":{"rejectLow":0.99}}`
		doubt   = `{"name":"portraitMatch","type":"SCORE","scoreConfiguration":{"reviewLow":0.99}}`
		missing = `{"name":"activeLiveness","type":"SCORE","scoreConfiguration":{"rejectLow":0.8}}`
		unknown = `{"name":"video_injection","type":"BOOLEAN","booleanConfiguration":"REJECT_IF_TRUE"}`
		invalid = `{"name":"mrz_checksum_valid","type":"SCORE","scoreConfiguration":{"rejectLow":0.5}}`
	)
	for name, tc := range map[string]struct{ definitions, want string }{
		"the vendor's": {face + "," + expired + "," + age, `{"result":"ACCEPT","trustFactorEvaluationResults":[
			{"trustFactorName":"document_face_match","result":"ACCEPT"},{"trustFactorName":"document_not_expired","result":"ACCEPT"},
			{"trustFactorName":"age_validation","result":"ACCEPT"}]}`},
		"the worst counts": {expired + "," + doubt + "," + strict, `{"result":"REJECT","trustFactorEvaluationResults":[
			{"trustFactorName":"document_not_expired","result":"ACCEPT"},{"trustFactorName":"portraitMatch","result":"REVIEW"},
			{"trustFactorName":"portraitMatch","result":"REJECT"}]}`},
		"absent data never pass": {missing, `{"result":"REVIEW","trustFactorEvaluationResults":[],
			"warnings":[{"warning":"MISSING_TRUST_FACTOR_DATA","trustFactorName":"activeLiveness"}]}`},
		"what cannot be judged": {unknown + "," + invalid, `{"result":"REVIEW","trustFactorEvaluationResults":[],
			"warnings":[{"warning":"UNKNOWN_TRUST_FACTOR_DEFINITION","trustFactorName":"video_injection"}],
			"errors":[{"error":"INVALID_TRUST_FACTOR_DEFINITION","trustFactorName":"mrz_checksum_valid"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			b.in(t).want("PUT", c+"/trust-evaluation/evaluate", `{"trustFactorDefinitions":[`+tc.definitions+`]}`, `{"trustEvaluation":`+tc.want+`}`)
		})
	}
	b.fails("PUT", c+"/trust-evaluation/evaluate", `{}`, disapi.InvalidRequestBody)
	b.fails("PUT", "/customers/"+first+"/trust-evaluation/evaluate", `{"trustFactorDefinitions":[`+face+`]}`, disapi.NotFound)

	status, own := b.do("GET", "/trust-evaluation/trust-factor-definitions", nil)
	if status != http.StatusOK || !strings.Contains(own, `{"name":"documentNotExpired","type":"BOOLEAN","booleanConfiguration":"REJECT_IF_FALSE"}`) {
		t.Fatalf("%d %s", status, own)
	}
	// The server's own rules are definitions that it takes, without a fault.
	if _, got := b.do("PUT", c+"/trust-evaluation/evaluate", own); strings.Contains(got, "INVALID") || strings.Contains(got, "UNKNOWN") {
		t.Errorf("its own rules: %s", got)
	}
}
