package document

import (
	"context"
	"image"

	"portico/engine/document/barcode"
	"portico/engine/document/locate"
	"portico/engine/document/mrz"
	"portico/engine/document/viz"
	"portico/engine/face"
	"portico/engine/imaging"
)

// CardFinder proposes where cards may be.
type CardFinder interface {
	// Candidates returns quadrilaterals in img, most of which are no cards, in
	// no order. It must be safe for concurrent use.
	Candidates(img *image.RGBA) []imaging.Quad
}

// CardSegmenter tells which part of a picture is a card.
type CardSegmenter interface {
	// Look looks at img. It must be safe for concurrent use.
	Look(ctx context.Context, img *image.RGBA) (locate.Seen, error)
	// Closer looks at a part of img, longer. It must be safe for concurrent use.
	Closer(ctx context.Context, img *image.RGBA, part image.Rectangle) (locate.Seen, error)
	// Settle tells which of the candidates in small, or what else was seen, is
	// a card, and looks at the likeliest again. It must be safe for concurrent use.
	Settle(ctx context.Context, small *image.RGBA, candidates []imaging.Quad, seen locate.Seen) (locate.Card, bool, error)
}

// Text is one printed line as read.
type Text struct {
	Value      string
	Confidence float64         // 0..1
	Box        image.Rectangle // around the letters, in the crop
}

// TextReader reads printed lines.
type TextReader interface {
	// ReadLine reads the one line of text, dark on white, in crop. No text is an empty Text and
	// no error. It must be safe for concurrent use.
	ReadLine(ctx context.Context, crop *image.Gray) (Text, error)
}

// WordReader reads printed lines word by word.
type WordReader interface {
	// ReadWords returns the words of the one line of text, dark on white, in
	// crop, in pixels of the crop. It must be safe for concurrent use.
	ReadWords(ctx context.Context, crop *image.Gray) ([]viz.Word, error)
}

// ZoneReader reads machine-readable zones.
type ZoneReader interface {
	// Read returns the zone in img, or nil when there is none. The zone may lie
	// anywhere and be turned. It must be safe for concurrent use.
	Read(ctx context.Context, img *image.RGBA) (*mrz.Reading, error)
	// ReadLevel is Read for lines that are level, upright or upside down.
	ReadLevel(ctx context.Context, img *image.RGBA) (*mrz.Reading, error)
}

// BarcodeReader reads barcodes.
type BarcodeReader interface {
	// Read returns the symbols in img, those of two dimensions first; thorough
	// takes several times as long and finds more. It must be safe for concurrent use.
	Read(ctx context.Context, img *image.RGBA, thorough bool) ([]barcode.Symbol, error)
}

// PortraitFinder finds faces.
type PortraitFinder interface {
	// Find returns the faces in img, largest first. No face is no error. It
	// must be safe for concurrent use.
	Find(ctx context.Context, img *image.RGBA) ([]face.Face, error)
}

// Parts is what a Reader is made of. Cards and Text are required; without
// Segments, cards are found by their edges alone; without Words, only
// pages of a known layout are read; without Zones, Barcodes or Portraits
// nothing is said of machine-readable zones, barcodes or portraits.
type Parts struct {
	Cards     CardFinder
	Segments  CardSegmenter
	Text      TextReader
	Words     WordReader
	Zones     ZoneReader
	Barcodes  BarcodeReader
	Portraits PortraitFinder
}
