package assemble_test

import (
	"errors"
	"image"
	"testing"

	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/native/assemble"
	"portico/models"
)

// Under the clean policy no network that looks at faces may be used, and the
// engine must say so instead of finding nobody.
func TestCleanPolicyLeavesFacesOut(t *testing.T) {
	parts(t) // skips without models
	p, err := assemble.OpenUnder(t.Context(), models.Clean)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = p.Close() }()
	if _, err := p.Faces.Find(t.Context(), image.NewRGBA(image.Rect(0, 0, 64, 64))); !errors.Is(err, face.ErrNoNetwork) {
		t.Errorf("Find = %v, want ErrNoNetwork", err)
	}
	if _, err := p.Documents.Read(t.Context(), image.NewRGBA(image.Rect(0, 0, 640, 480)), document.Options{}); errors.Is(err, face.ErrNoNetwork) {
		t.Errorf("a page is not read because faces cannot be looked for: %v", err)
	}
}
