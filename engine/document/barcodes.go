package document

import (
	"context"
	"fmt"
	"image"
	"slices"
	"strings"

	"portico/engine/document/barcode"
)

// readBarcodes reads the barcodes of a page into out. It takes pains where
// nothing else told what the page is; then a North American licence is known
// by its PDF417, and lies the way that lies.
func (r *Reader) readBarcodes(ctx context.Context, s straightened, out *Reading, opt Options) (straightened, error) {
	if r.parts.Barcodes == nil || !opt.source(SourceBarcode) {
		return s, nil
	}
	known := out.Type != nil && out.Type.Support != GenericSupport
	symbols, err := r.parts.Barcodes.Read(ctx, s.page, !known)
	if err != nil {
		return s, fmt.Errorf("read the barcodes of a page: %w", err)
	}
	upright := s
	for _, symbol := range symbols {
		lies := quarters(symbol.Corners)
		symbol.Corners = s.onPhoto(symbol.Corners)
		out.Barcodes = append(out.Barcodes, symbol)
		if known || symbol.Format != barcode.PDF417 {
			continue
		}
		if t, side := licenceType(symbol.Data, opt); t != nil {
			out.Type, out.Side, known = t, side, true
			upright = s.turn(lies)
		}
	}
	return upright, nil
}

// readBare reads a picture of a barcode, with no document to be seen around it,
// where barcodes were asked for by name; nil when there is none.
func (r *Reader) readBare(ctx context.Context, photo *image.RGBA, opt Options, w stopwatch) (*Reading, error) {
	if !slices.Contains(opt.Sources, SourceBarcode) {
		return nil, nil
	}
	defer w.time("barcode")()
	out := &Reading{Page: Page{Side: Unknown}, Millis: w}
	s, err := r.readBarcodes(ctx, unframed(photo), out, opt)
	if err != nil || len(out.Barcodes) == 0 {
		return nil, err
	}
	return r.allOf(photo, s, out), nil
}

// licenceType derives the type of a page from the payload of its PDF417, which
// is on the back of every licence; nil when it is none or advice excludes it.
// None of its print is known, so its support is generic.
func licenceType(payload []byte, opt Options) (*Type, Side) {
	l, _, err := barcode.ParseLicence(payload)
	if err != nil {
		return nil, Unknown
	}
	t := Type{Country: strings.ToLower(l.Country), Kind: string(l.Kind), Support: GenericSupport}
	if !opt.admits(t) || !opt.admitsSide(Back) {
		return nil, Unknown
	}
	return &t, Back
}
