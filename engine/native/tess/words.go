package tess

import (
	"context"
	"fmt"
	"image"
	"strings"

	"github.com/otiai10/gosseract/v2"

	"portico/engine/document/viz"
	"portico/engine/imaging"
)

// pageWidth is what a page is scaled to, in pixels: small print of a passport
// is then 20 pixels high.
const pageWidth = 1800

// ReadWords returns the words on page, however they are laid out. A page of
// less than 32 pixels has none.
func (r *Reader) ReadWords(ctx context.Context, page *image.Gray) ([]viz.Word, error) {
	w, h := page.Rect.Dx(), page.Rect.Dy()
	if min(w, h) < 32 || max(w, h) > 8192 {
		return nil, nil
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case c := <-r.clients:
		defer func() { r.clients <- c }()
		return readWords(c, imaging.Gray(imaging.Resize(page, pageWidth, h*pageWidth/w)), float64(w)/pageWidth)
	}
}

func readWords(c *gosseract.Client, page *image.Gray, scale float64) (_ []viz.Word, err error) {
	if err := c.SetPageSegMode(gosseract.PSM_SPARSE_TEXT); err != nil {
		return nil, fmt.Errorf("tell Tesseract to look for sparse text: %w", err)
	}
	defer func() {
		if back := c.SetPageSegMode(gosseract.PSM_SINGLE_LINE); err == nil {
			err = back
		}
	}()
	if err := c.SetImageFromBytes(pgm(page)); err != nil {
		return nil, fmt.Errorf("hand a page to Tesseract: %w", err)
	}
	boxes, err := c.GetBoundingBoxesVerbose()
	if err != nil {
		return nil, fmt.Errorf("read a page: %w", err)
	}
	back := func(v int) int { return int(float64(v)*scale + .5) }
	var words []viz.Word
	for _, b := range boxes {
		if text := strings.TrimSpace(b.Word); text != "" {
			words = append(words, viz.Word{
				Text: text, Confidence: min(max(b.Confidence/100, 0), 1),
				Box: image.Rect(back(b.Box.Min.X), back(b.Box.Min.Y), back(b.Box.Max.X), back(b.Box.Max.Y)),
				Row: (b.BlockNum*1000+b.ParNum)*1000 + b.LineNum,
			})
		}
	}
	return words, nil
}
