package document

import (
	"image"
	"testing"

	"portico/engine/document/viz"
)

// TestALabelAmongWords has a label of three words before its value and under
// another line.
func TestALabelAmongWords(t *testing.T) {
	words := []viz.Word{
		{Text: "New", Box: image.Rect(200, 0, 240, 14)},
		{Text: "York", Box: image.Rect(245, 0, 290, 14)},
		{Text: "|", Box: image.Rect(5, 28, 8, 44)},
		{Text: "Piace", Box: image.Rect(20, 30, 60, 42)},
		{Text: "of", Box: image.Rect(64, 30, 76, 42)},
		{Text: "birth", Box: image.Rect(80, 30, 120, 42)},
		{Text: "Los", Box: image.Rect(200, 28, 230, 44)},
	}
	want := image.Rect(20, 30, 120, 42)
	if got := phrase(words, "Place of birth"); got != want {
		t.Errorf("the label is at %v, want %v", got, want)
	}
	for _, other := range []string{"Date of issue", "Address"} {
		if got := phrase(words, other); !got.Empty() {
			t.Errorf("%q is said to be at %v", other, got)
		}
	}
}
