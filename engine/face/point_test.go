package face_test

import (
	"encoding/json"
	"testing"

	"portico/engine/face"
)

func TestMeshIsKeptToThousandthsOfAPixel(t *testing.T) {
	text, err := json.Marshal([]face.Point3{{X: 512.34567891234, Y: 0.1 + 0.2, Z: -12.000000001}})
	if err != nil {
		t.Fatal(err)
	}
	if want := `[{"X":512.346,"Y":0.3,"Z":-12}]`; string(text) != want {
		t.Errorf("%s, want %s", text, want)
	}
	var back []face.Point3
	if err := json.Unmarshal([]byte(`[{"X":512.34567891234,"Y":0.30000000000000004,"Z":-12.000000001}]`), &back); err != nil {
		t.Fatalf("a mesh of an earlier program: %v", err)
	}
}
