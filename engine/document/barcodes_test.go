package document_test

import (
	"context"
	"errors"
	"image"
	"testing"

	"portico/engine/document"
	"portico/engine/document/barcode"
	"portico/engine/document/documenttest"
	"portico/engine/imaging"
)

type barcodes struct {
	symbols  []barcode.Symbol
	thorough []bool
}

func (b *barcodes) Read(_ context.Context, _ *image.RGBA, thorough bool) ([]barcode.Symbol, error) {
	b.thorough = append(b.thorough, thorough)
	return b.symbols, nil
}

// licence is the smallest payload that the AAMVA's standard lets pass.
var licence = []byte("@\n\x1e\rANSI 636000100101DL00310016DLDAQT64235789\nDCGUSA\r")

func TestLicenceIsKnownByItsBarcode(t *testing.T) {
	page, at := photo(t, documenttest.Card(1014, 640), 0)
	upsideDown := imaging.RotatedRect(imaging.Point{X: 300, Y: 500}, 400, 100, 3.14159)
	for name, c := range map[string]struct {
		symbol barcode.Symbol
		opt    document.Options
		want   *document.Type
	}{
		"licence":           {barcode.Symbol{Format: barcode.PDF417, Data: licence, Corners: upsideDown}, document.Options{}, &document.Type{Country: "usa", Kind: "drivers-licence", Support: document.GenericSupport}},
		"advised otherwise": {barcode.Symbol{Format: barcode.PDF417, Data: licence}, document.Options{Countries: []string{"CAN"}}, nil},
		"another's PDF417":  {barcode.Symbol{Format: barcode.PDF417, Data: []byte("M1SMITH/JOHN")}, document.Options{}, nil},
		"QR code":           {barcode.Symbol{Format: barcode.QRCode, Data: licence}, document.Options{}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			codes := &barcodes{symbols: []barcode.Symbol{c.symbol}}
			r := document.NewReader(document.Parts{Cards: offered{at}, Text: tally{}, Barcodes: codes}, nil)
			got, err := r.Read(t.Context(), page, c.opt)
			if err != nil {
				t.Fatal(err)
			}
			if (got.Type == nil) != (c.want == nil) || got.Type != nil && *got.Type != *c.want {
				t.Fatalf("type %+v, want %+v", got.Type, c.want)
			}
			if len(got.Barcodes) != 1 || !codes.thorough[0] {
				t.Errorf("%d barcodes, thorough %v: an unknown page is worth pains", len(got.Barcodes), codes.thorough)
			}
			if c.want == nil {
				return
			}
			if got.Side != document.Back || imaging.Dist(got.Corners[0], at[2]) > 20 {
				t.Errorf("%s with its top left at %v: the barcode lies upside down, so it is at %v", got.Side, got.Corners[0], at[2])
			}
		})
	}
}

func TestBarcodesAreLeftAloneWhenOthersAreAskedFor(t *testing.T) {
	page, at := photo(t, documenttest.Card(1014, 640), 0)
	codes := &barcodes{}
	r := document.NewReader(document.Parts{Cards: offered{at}, Text: tally{}, Barcodes: codes}, nil)
	if _, err := r.Read(t.Context(), page, document.Options{Sources: []string{document.SourceVIZ}}); err != nil && !errors.Is(err, document.ErrNoCard) {
		t.Fatal(err)
	}
	if len(codes.thorough) != 0 {
		t.Error("barcodes were read though only the visual zone was asked for")
	}
}

func TestABareBarcodeIsReadWhereItIsAskedForByName(t *testing.T) {
	bare := image.NewRGBA(image.Rect(0, 0, 900, 300))
	codes := &barcodes{symbols: []barcode.Symbol{{Format: barcode.PDF417, Data: licence, Corners: imaging.RectQuad(image.Rect(10, 10, 890, 290))}}}
	r := document.NewReader(document.Parts{Cards: offered{}, Text: tally{}, Barcodes: codes}, nil)
	got, err := r.Read(t.Context(), bare, document.Options{Sources: []string{document.SourceBarcode}})
	if err != nil || len(got.Barcodes) != 1 || got.Type == nil || got.Type.Kind != "drivers-licence" || got.Side != document.Back || got.Rectified == nil {
		t.Fatalf("%+v, %v, want the licence that the barcode names", got, err)
	}
	if _, err := r.Read(t.Context(), bare, document.Options{}); !errors.Is(err, document.ErrNoCard) {
		t.Errorf("error %v for a barcode that nobody asked for, want ErrNoCard", err)
	}
	codes.symbols = []barcode.Symbol{{Format: barcode.Code128, Data: []byte("42-17"), Text: "42-17", Lines: 3, Corners: imaging.RectQuad(image.Rect(10, 10, 890, 290))}}
	if got, err := r.Read(t.Context(), bare, document.Options{Sources: []string{document.SourceBarcode}}); err != nil || len(got.Barcodes) != 1 || got.Type != nil {
		t.Errorf("%+v, %v, want a linear barcode of no known document", got, err)
	}
	codes.symbols = nil
	if _, err := r.Read(t.Context(), bare, document.Options{Sources: []string{document.SourceBarcode}}); !errors.Is(err, document.ErrNoCard) {
		t.Errorf("error %v without a barcode, want ErrNoCard", err)
	}
}
