package chip

import (
	"bytes"
	"errors"
	"os"
	"testing"

	"portico/engine/enginetest"
)

// TestMasterList verifies the certificates of the German list that name
// themselves as issuer: nearly all are signed by their own key, or, where a
// state changed keys, by the one before. They are signed in every way that
// states use, so this is the test of RSA, PSS and every curve.
func TestMasterList(t *testing.T) {
	data, err := os.ReadFile(enginetest.Data(t, "emrtd", "DE_ML_2026-05-28.ml"))
	if err != nil {
		t.Fatal(err)
	}
	all, err := ParseAuthorities(data)
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]bool{}
	for _, c := range all {
		known[c.keyID(oidSubjectKey)] = true
	}
	right, orphans := map[string]int{}, 0
	for _, c := range all {
		if !bytes.Equal(c.raw.TBS.Issuer.FullBytes, c.raw.TBS.Subject.FullBytes) {
			continue
		}
		err := (&SOD{certificate: c}).IssuedBy(all)
		if errors.Is(err, ErrUnsupported) || errors.Is(err, ErrParse) {
			t.Errorf("signed with %s: %v", c.raw.Algorithm.Algorithm, err)
		}
		if err != nil {
			if id := c.keyID(oidAuthorityKey); id != "" && known[id] {
				t.Errorf("%x is in the list and did not sign: %v", id, err)
			}
			orphans++
			continue
		}
		right[c.raw.Algorithm.Algorithm.String()]++
	}
	if len(right) < 9 {
		t.Errorf("the list is signed in only %d ways: another file?", len(right))
	}
	t.Logf("%d certificates: verified %v, of no known issuer %d", len(all), right, orphans)
}
