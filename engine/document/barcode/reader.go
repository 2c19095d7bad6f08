package barcode

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"slices"

	"portico/engine/imaging"
)

// Reader finds barcodes in pictures. It is safe for concurrent use if its
// Decoder is.
type Reader struct{ decoder Decoder }

// NewReader returns a Reader over a Decoder, which it does not own.
func NewReader(d Decoder) *Reader { return &Reader{d} }

// try is one attempt: the picture scaled so that its longer side has so many
// pixels (0: as it is), softened or not.
type try struct {
	side      int
	threshold Threshold
	soft      bool
}

// firstTries are made of every picture, moreTries where those found no
// symbol of two dimensions and the caller has reason to expect one.
var (
	firstTries = []try{{0, Local, false}}
	moreTries  = []try{{0, Global, false}, {1200, Local, true}, {1600, Global, true}, {800, Local, false}, {600, Global, false}, {2400, Local, true}}
)

// Limits of a picture.
const (
	mostSide   = 2400 // pixels; a larger picture is reduced to it
	leastLines = 3    // scan lines of a linear code that must agree
	leastText  = 4    // letters of a linear code: fewer are found in any texture
)

// Read returns the symbols in img, those of two dimensions first, each once.
// thorough makes up to seven attempts instead of one.
func (r *Reader) Read(ctx context.Context, img *image.RGBA, thorough bool) ([]Symbol, error) {
	grey, reduced := imaging.Gray(img), 1.0
	if long := max(img.Rect.Dx(), img.Rect.Dy()); long > mostSide {
		grey, reduced = longSide(grey, mostSide)
	}
	tries := firstTries
	if thorough {
		tries = slices.Concat(firstTries, moreTries)
	}
	var found []Symbol
	for _, t := range tries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		symbols, err := r.attempt(grey, t)
		if err != nil {
			return nil, fmt.Errorf("read barcodes: %w", err)
		}
		for _, s := range symbols {
			s.Corners = s.Corners.Scale(1 / reduced)
			if believable(s) && !slices.ContainsFunc(found, func(o Symbol) bool { return o.Format == s.Format && bytes.Equal(o.Data, s.Data) }) {
				found = append(found, s)
			}
		}
		if slices.ContainsFunc(found, func(s Symbol) bool { return !s.Format.Linear() }) {
			break
		}
	}
	slices.SortStableFunc(found, func(a, b Symbol) int { return rank(a) - rank(b) })
	return found, nil
}

func rank(s Symbol) int {
	if s.Format.Linear() {
		return 1
	}
	return 0
}

func (r *Reader) attempt(grey *image.Gray, t try) ([]Symbol, error) {
	scale := 1.0
	if t.side > 0 {
		grey, scale = longSide(grey, t.side)
	}
	if t.soft {
		grey = soften(grey)
	}
	symbols, err := r.decoder.Decode(grey, t.threshold)
	for i := range symbols {
		symbols[i].Corners = symbols[i].Corners.Scale(1 / scale)
	}
	return symbols, err
}

// longSide scales g so that its longer side has so many pixels, and returns the
// factor.
func longSide(g *image.Gray, side int) (*image.Gray, float64) {
	w, h := float64(g.Rect.Dx()), float64(g.Rect.Dy())
	scale := float64(side) / max(w, h, 1)
	return imaging.ResizeGray(g, int(w*scale+.5), int(h*scale+.5)), scale
}

// believable refuses linear codes that any texture may give: without error
// correction, nothing but the agreement of several scan lines vouches for them.
func believable(s Symbol) bool {
	return !s.Format.Linear() || s.Lines >= leastLines && len(s.Text) >= leastText
}

// soften returns g with each pixel the weighted mean of its 3×3 neighbours
// (1 2 1), which joins the dots of a print that is coarser than the picture.
func soften(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w, h))
	for y := range h {
		above, row, below := g.Pix[max(y-1, 0)*g.Stride:], g.Pix[y*g.Stride:], g.Pix[min(y+1, h-1)*g.Stride:]
		column := func(x int) int { return int(above[x]) + 2*int(row[x]) + int(below[x]) }
		for x := range w {
			out.Pix[y*out.Stride+x] = uint8((column(max(x-1, 0)) + 2*column(x) + column(min(x+1, w-1)) + 8) / 16)
		}
	}
	return out
}
