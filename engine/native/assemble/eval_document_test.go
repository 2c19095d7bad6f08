package assemble_test

import (
	"path/filepath"
	"testing"
)

// TestEvalFalseFinds looks for a card in photographs that show none.
func TestEvalFalseFinds(t *testing.T) {
	evaluation(t)
	p := parts(t)
	found := tally{}
	for _, row := range manifest(t, "train", "backgrounds") {
		img, _ := anyPicture(t, "train", "backgrounds", row["file"])
		_, ok := p.Documents.Locate(img)
		found.at(filepath.Dir(row["file"])).count(ok)
	}
	found.print("Cards: found in photographs that show none", "found")
}
