package replay

import "testing"

// FuzzManifest is internal: sequence.json is read before any picture is.
func FuzzManifest(f *testing.F) {
	for _, seed := range []string{
		`{"version":1,"frames":[{"file":"1.jpg","ms":0},{"file":"2.jpg","ms":33.4}]}`,
		`{"version":1,"frames":[{"file":"../1.jpg","ms":0}]}`,
		`{"version":1,"frames":[{"file":"1.jpg","ms":5},{"file":"2.jpg","ms":5}]}`,
		`{"version":1,"frames":[{"file":"1.jpg","ms":1e300}]}`,
		`{"version":1,"sealed":"00ff","frames":[{"file":"1.sealed","ms":0}]}`,
		`{"version":1,"frames":[{"file":"1.sealed","ms":0}]}`,
		`{"version":2}`,
		`{"version":1,"frames":[`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		names, shots, _, err := parseManifest(data)
		if err != nil {
			return
		}
		if len(names) == 0 || len(names) != len(shots) || shots[0].At != 0 {
			t.Fatalf("%d names, %d shots", len(names), len(shots))
		}
		for i, s := range shots {
			if s.For <= 0 || i > 0 && s.At != shots[i-1].At+shots[i-1].For {
				t.Fatalf("shot %d: %+v", i, s)
			}
		}
	})
}
