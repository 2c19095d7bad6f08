package assemble_test

import (
	"errors"
	"slices"
	"testing"

	"portico/engine/document"
	"portico/engine/enginetest"
)

// TestZonesAreReadWithTheirPages reads the outside pictures as pages: neither an
// outline that is off nor a picture too slim for a page costs a zone.
func TestZonesAreReadWithTheirPages(t *testing.T) {
	reader := documents(t)
	for name, want := range zoneTruths(t) {
		var lines []string
		got, err := reader.Read(t.Context(), enginetest.Picture(t, "mrz", name), document.Options{Sources: []string{document.SourceMRZ}})
		switch {
		case err != nil && !errors.Is(err, document.ErrNoCard):
			t.Fatalf("%s: %v", name, err)
		case err == nil && got.MRZ != nil:
			lines = got.MRZ.Lines
		}
		if !slices.Equal(lines, want) {
			t.Errorf("%s: read %q, want %q", name, lines, want)
		}
	}
}
