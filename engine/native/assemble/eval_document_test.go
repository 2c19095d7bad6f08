package assemble_test

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"

	"portico/engine/enginetest"
	"portico/engine/figures"
)

// TestEvalFalseFinds looks for a card in photographs that show none.
func TestEvalFalseFinds(t *testing.T) {
	evaluation(t)
	p := parts(t)
	found, held, wrong := figures.Tally{}, heldBack(t), &figures.Errors{}
	for _, row := range manifest(t, "train", "backgrounds") {
		img, _ := anyPicture(t, "train", "backgrounds", row["file"])
		_, ok := p.Documents.Locate(img)
		kind := filepath.Dir(row["file"])
		if !slices.Contains(held, enginetest.Data(t, "train", "backgrounds", row["file"])) {
			kind += ", fitted"
		}
		found.At(kind).Count(ok)
		if ok {
			wrong.Add(kind+": "+row["file"], img)
		}
	}
	s := figures.New("false-finds", "False finds of cards")
	found.Table(s, "Photographs that show no card; fitted: the network was trained on them", "found")
	if err := errors.Join(s.Close(), s.Errors(wrong)); err != nil {
		t.Error(err)
	}
}
