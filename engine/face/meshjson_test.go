package face_test

import (
	"encoding/json"
	"math"
	"testing"

	"portico/engine/face"
)

func TestMeshIsKeptToThousandthsOfAPixel(t *testing.T) {
	text, err := json.Marshal(face.Mesh{{X: 512.34567891234, Y: 0.1 + 0.2, Z: -12.000000001}, {X: -1e-9}})
	if err != nil {
		t.Fatal(err)
	}
	if want := `[{"X":512.346,"Y":0.3,"Z":-12},{"X":-0,"Y":0,"Z":0}]`; string(text) != want {
		t.Errorf("%s, want %s", text, want)
	}
	var back face.Mesh
	if err := json.Unmarshal([]byte(`[{"X":512.34567891234,"Y":0.30000000000000004,"Z":-12.000000001}]`), &back); err != nil {
		t.Fatalf("a mesh of an earlier program: %v", err)
	}
}

func TestMeshThatWasNotComputedStaysAbsent(t *testing.T) {
	if text, err := json.Marshal(face.Mesh(nil)); err != nil || string(text) != "null" {
		t.Errorf("%s, %v", text, err)
	}
	if _, err := json.Marshal(face.Mesh{{X: math.NaN()}}); err == nil {
		t.Error("a vertex that is nowhere is written down")
	}
}
