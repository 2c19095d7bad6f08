package clients_test

import (
	"strings"
	"testing"

	"portico/sync/disapi"
	"portico/sync/disclient"
)

// container opens one for liveness.
func container(t *testing.T, c *disclient.Client, id string) {
	t.Helper()
	must[disapi.CreateCustomerLivenessResponse](t)(c.PutLiveness(t.Context(), id))
}

// shows uploads a liveness selfie, which no warning and no error may meet.
func shows(t *testing.T, c *disclient.Client, id, name, assertion string) {
	t.Helper()
	req := disapi.CreateCustomerLivenessSelfieRequest{Image: face(t, name), Assertion: assertion}
	got := must[disapi.CreateCustomerLivenessSelfieResponse](t)(c.AddLivenessSelfie(t.Context(), id, req))
	if got.ErrorCode != "" || len(got.Warnings) > 0 {
		t.Errorf("%s: %+v", name, got)
	}
}

// score evaluates a check, which must come to a score.
func score(t *testing.T, c *disclient.Client, id, kind string) float64 {
	t.Helper()
	req := disapi.EvaluateCustomerLivenessRequest{Type: kind + "_LIVENESS"}
	got := must[disapi.EvaluateCustomerLivenessResponse](t)(c.EvaluateLiveness(t.Context(), id, req))
	if got.ErrorCode != "" || got.Score == nil {
		t.Fatalf("%s: %+v", kind, got)
	}
	return *got.Score
}

// reviewed is the vendor's own limit for a live face, below which it looks
// again (SPEC §4).
const reviewed = .84

// TestEvaluatePassiveLiveness is sample 9.
func TestEvaluatePassiveLiveness(t *testing.T) {
	c := start(t).samples()
	id := customer(t, c)
	container(t, c, id)
	shows(t, c, id, "face", "NONE")
	if got := score(t, c, id, "PASSIVE"); got < reviewed {
		t.Errorf("score %v", got)
	}
}

// TestEvaluateEyeGazeLiveness is sample 10. Its own pictures do not all show
// the gaze: the score may be low, and must be there.
func TestEvaluateEyeGazeLiveness(t *testing.T) {
	c := start(t).samples()
	id := customer(t, c)
	container(t, c, id)
	for _, corner := range []string{"top-left", "bottom-left", "bottom-right", "top-left", "bottom-right"} {
		shows(t, c, id, corner, "EYE_GAZE_"+strings.ToUpper(strings.ReplaceAll(corner, "-", "_")))
	}
	score(t, c, id, "EYE_GAZE")
}

// TestEvaluateSmileLiveness is sample 11; its smile comes as 35 MB of digits.
func TestEvaluateSmileLiveness(t *testing.T) {
	c := start(t).samples()
	id := customer(t, c)
	container(t, c, id)
	shows(t, c, id, "face-neutral", "NEUTRAL")
	shows(t, c, id, "face-smile", "SMILE")
	if got := score(t, c, id, "SMILE"); got < reviewed {
		t.Errorf("score %v", got)
	}
}
