package assemble_test

import (
	"errors"
	"math"
	"testing"

	"portico/engine/enginetest"
	"portico/engine/liveness/passive"
	"portico/engine/native/assemble"
	"portico/models"
)

// Our own network, given as an operator's, says what it says as ours.
func TestNetworkOfTheOperatorTakesThePlaceOfOurs(t *testing.T) {
	entry := passive.Supplied{Inputs: []passive.Input{{Side: 64}, {Side: 64, Scale: 1.2}}}
	for _, m := range models.Manifest() {
		if m.Name == models.FaceCopy {
			entry.SHA256 = m.SHA256
		}
	}
	var err error
	if entry.File, err = models.Path(models.FaceCopy); err != nil {
		t.Fatal(err)
	}
	img := enginetest.Picture(t, "dis", "faces", "face.jpeg")
	p, err := assemble.OpenUnder(t.Context(), models.Disclose)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	ours := judged(t, p.Faces, p.Passive, img).Cues[passive.Copied]
	if err := p.Supply(t.Context(), entry); err != nil {
		t.Fatal(err)
	}
	theirs := judged(t, p.Faces, p.Passive, img).Cues[passive.Copied]
	if ours == 0 || ours != theirs {
		t.Errorf("as ours %v, as the operator's %v", ours, theirs)
	}
	entry.Live = 1
	if err := p.Supply(t.Context(), entry); err != nil {
		t.Fatal(err)
	}
	if other := judged(t, p.Faces, p.Passive, img).Cues[passive.Copied]; math.Abs(other+ours) > .01 {
		t.Errorf("of the other class %v, want %v", other, -ours)
	}
}

func TestDamagedNetworkOfTheOperatorIsRefused(t *testing.T) {
	file, err := models.Path(models.FaceCopy)
	if err != nil {
		t.Fatal(err)
	}
	entry := passive.Supplied{File: file, SHA256: "0000000000000000000000000000000000000000000000000000000000000000", Inputs: []passive.Input{{Side: 64}}}
	if err := (&assemble.Parts{}).Supply(t.Context(), entry); !errors.Is(err, models.ErrDamaged) {
		t.Errorf("Supply = %v", err)
	}
}
