package assemble_test

import (
	"path/filepath"
	"testing"

	"portico/engine/figures"
)

// TestEvalFalseFinds looks for a card in photographs that show none.
func TestEvalFalseFinds(t *testing.T) {
	evaluation(t)
	p := parts(t)
	found := figures.Tally{}
	for _, row := range manifest(t, "train", "backgrounds") {
		img, _ := anyPicture(t, "train", "backgrounds", row["file"])
		_, ok := p.Documents.Locate(img)
		found.At(filepath.Dir(row["file"])).Count(ok)
	}
	s := figures.New("false-finds", "False finds of cards")
	found.Table(s, "Photographs that show no card", "found")
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
