package document

import (
	"context"
	"fmt"
	"image"
	"slices"
	"time"

	"portico/engine/document/mrz"
	"portico/engine/document/template"
	"portico/engine/imaging"
)

// Reader reads photographs of document pages. It is safe for concurrent use.
type Reader struct {
	parts   Parts
	types   []template.Template
	quality QualityLimits
}

// NewReader returns a Reader over its parts that knows the given types; it
// owns neither.
func NewReader(p Parts, types []template.Template) *Reader {
	return &Reader{parts: p, types: types, quality: DefaultQuality()}
}

// Words of Options.Sources and Options.Checks.
const (
	SourceVIZ      = "VIZ"
	SourceMRZ      = "MRZ"
	SourceBarcode  = "BARCODE"
	SourcePortrait = "DOCUMENT_PORTRAIT"
	SourceOCR      = "GLOBAL_OCR" // fields of unknown types, by their printed labels

	PrintAttack  = "PRINT_ATTACK"
	ScreenAttack = "SCREEN_ATTACK"
	// PortraitSubstitution is accepted and nothing is evaluated for it: see
	// CheckPortrait.
	PortraitSubstitution = "PORTRAIT_SUBSTITUTION"
)

// AllSources returns the words of Options.Sources.
func AllSources() []string {
	return []string{SourceVIZ, SourceMRZ, SourceBarcode, SourcePortrait, SourceOCR}
}

func (o Options) source(word string) bool {
	return len(o.Sources) == 0 || slices.Contains(o.Sources, word)
}

func (o Options) check(word string) bool {
	return len(o.Checks) == 0 || slices.Contains(o.Checks, word)
}

// Read finds the page in photo and reads it. It fails with ErrNoCard when
// there is none; a page of an unknown type has no Type and is no error.
//
// Where no outline is found, a photo that is all page, as a scanner makes it,
// is still read, provided its labels or its machine-readable zone show that it
// is one.
func (r *Reader) Read(ctx context.Context, photo *image.RGBA, opt Options) (*Reading, error) {
	w := stopwatch{}
	stop := w.time("locate")
	card, several, found, err := r.locate(ctx, photo)
	stop()
	if err != nil {
		return nil, err
	}
	if found {
		reading, err := r.readPage(ctx, photo, card.Corners, true, opt, w)
		if err != nil || reading.known() && !reading.zoneFails() {
			return asFound(reading, card.Confidence, several), err
		}
		whole, err := r.readWhole(ctx, photo, opt, w)
		if err != nil {
			return nil, err
		}
		if whole.betters(reading) {
			return whole, nil
		}
		return asFound(reading, card.Confidence, several), nil
	}
	reading, err := r.readWhole(ctx, photo, opt, w)
	if err == nil && reading == nil {
		reading, err = r.readStrip(ctx, photo, opt, w)
	}
	if err == nil && reading == nil {
		reading, err = r.readBare(ctx, photo, opt, w)
	}
	if err == nil && reading == nil {
		err = ErrNoCard
	}
	return reading, err
}

// known tells whether more is known of the page than its labels: an outline may
// have cut its zone off.
func (r *Reading) known() bool {
	return r.MRZ != nil || r.Type != nil && r.Type.Support != GenericSupport
}

// zoneFails tells whether there is a zone whose check digits do not hold: it is
// printed so, or an outline that is off has spoilt it.
func (r *Reading) zoneFails() bool { return r.MRZ != nil && !r.MRZ.Valid }

// betters tells whether r, which may be nil, tells more than the reading of the
// page whose outline was found.
func (r *Reading) betters(page *Reading) bool {
	switch {
	case r == nil:
		return false
	case page.zoneFails():
		return r.MRZ != nil && r.MRZ.Valid
	}
	return r.known() || page.Type == nil
}

func asFound(r *Reading, confidence float64, several bool) *Reading {
	if r != nil {
		r.Confidence = confidence
		if several {
			r.Warnings = append(r.Warnings, SeveralCards)
		}
	}
	return r
}

// readWhole reads a photo that is all page; nil when nothing shows that it is.
func (r *Reader) readWhole(ctx context.Context, photo *image.RGBA, opt Options, w stopwatch) (*Reading, error) {
	if !mayBePage(photo.Rect.Size()) {
		return nil, nil
	}
	reading, err := r.readPage(ctx, photo, wholeOf(photo), false, opt, w)
	if err != nil || reading.Type == nil && reading.MRZ == nil {
		return nil, err
	}
	return asFound(reading, wholeConfidence, false), nil
}

// wholeOf returns the corners of a photo that is all page, a long side first.
func wholeOf(photo *image.RGBA) imaging.Quad {
	q := imaging.RectQuad(photo.Rect)
	if photo.Rect.Dx() < photo.Rect.Dy() {
		q = q.Rotate(1)
	}
	return q
}

// mayBePage tells whether a photo of that size may be all page.
func mayBePage(size image.Point) bool {
	ratio := float64(size.X) / float64(max(size.Y, 1))
	return min(size.X, size.Y) >= leastPage && max(ratio, 1/ratio) <= widestPage
}

const (
	leastPage  = 120 // pixels of the shorter side of a photo that is all page
	widestPage = 2.0 // sides of such a photo
	// wholeConfidence is that of a page whose outline was not seen.
	wholeConfidence = 0.5
)

// readPage reads the page with the given corners, a long side first. level
// says that they are those of the page, so that its lines run along them; where
// they are not, a passport's zone may tell where the page is.
func (r *Reader) readPage(ctx context.Context, photo *image.RGBA, q imaging.Quad, level bool, opt Options, w stopwatch) (*Reading, error) {
	out := &Reading{Millis: w}
	out.Side = Unknown

	stop := w.time("rectify")
	s, err := straighten(photo, q)
	stop()
	if err != nil {
		return nil, fmt.Errorf("straighten the page: %w", err)
	}

	stop = w.time("classify")
	var m match
	if opt.source(SourceVIZ) {
		m, err = r.classify(ctx, s, opt)
	}
	stop()
	if err != nil {
		return nil, err
	}
	if m.turned {
		s = s.turn(2)
	}
	if r.parts.Zones != nil && opt.source(SourceMRZ) && (m.layout == nil || m.layout.MRZ) {
		stop = w.time("mrz")
		out.MRZ, s, err = r.readZone(ctx, s, level)
		stop()
		if err != nil {
			return nil, err
		}
		if out.MRZ != nil && !level {
			if page, ok := pageOf(out.MRZ, photo.Rect); ok {
				if s, err = straighten(photo, page); err != nil {
					return nil, fmt.Errorf("straighten the page around its zone: %w", err)
				}
				level = true
			}
		}
	}
	stop = w.time("classify")
	m, s, err = r.recognise(ctx, s, m, out.MRZ, level, opt)
	stop()
	if err != nil {
		return nil, err
	}
	out.Type, out.Side = m.kind(), m.side()
	if m.layout == nil && out.MRZ != nil {
		out.Type, out.Side = typeOf(out.MRZ, opt)
	}
	stop = w.time("viz")
	s, err = r.readUnknown(ctx, s, out, m, opt)
	stop()
	if err != nil {
		return nil, err
	}
	stop = w.time("barcode")
	s, err = r.readBarcodes(ctx, s, out, opt)
	stop()
	if err != nil {
		return nil, err
	}
	if m.layout != nil {
		stop = w.time("rectify")
		s, m, err = s.registered(m)
		stop()
		if err != nil {
			return nil, fmt.Errorf("straighten the page by its labels: %w", err)
		}
	}
	out.Rectified, out.Corners = s.page, s.corners
	out.CornerOutOfImage = outside(s.corners, photo.Rect)
	if m.layout != nil {
		stop = w.time("viz")
		out.Visual, err = r.readFields(ctx, s, m)
		stop()
		if err != nil {
			return nil, err
		}
	}
	if err := r.findPortrait(ctx, out, m, opt, w); err != nil {
		return nil, err
	}
	stop = w.time("quality")
	out.Quality = r.quality.assess(photo, s.corners)
	stop()
	stop = w.time("authenticity")
	out.Authenticity = authenticate(photo, s, m, opt)
	stop()
	return out, nil
}

// readZone reads the zone of a page and turns the page the way the zone lies.
// Its place is given in the photograph.
func (r *Reader) readZone(ctx context.Context, s straightened, level bool) (*mrz.Reading, straightened, error) {
	read := r.parts.Zones.Read
	if level {
		read = r.parts.Zones.ReadLevel
	}
	z, err := read(ctx, s.page)
	if err != nil {
		return nil, s, fmt.Errorf("read the machine-readable zone: %w", err)
	}
	if z == nil {
		return nil, s, nil
	}
	placed := *z
	placed.Zone = s.onPhoto(z.Zone)
	return &placed, s.turn(quarters(z.Zone)), nil
}

// recognise takes a weak match back that the zone does not confirm, and searches
// for another where the page's corners are about known.
func (r *Reader) recognise(ctx context.Context, s straightened, m match, zone *mrz.Reading, level bool, opt Options) (match, straightened, error) {
	if m.weak && (zone == nil || string(zone.Type) != m.template.MRTD) {
		if m.turned && zone == nil {
			s = s.turn(2)
		}
		m = match{}
	}
	if m.layout != nil || !level || !opt.source(SourceVIZ) {
		return m, s, nil
	}
	return r.searched(ctx, s, zone, opt)
}

// quarters returns how many quarter turns counterclockwise make text that runs
// along the first side of q run to the right.
func quarters(q imaging.Quad) int {
	dx, dy := q[1].X-q[0].X, q[1].Y-q[0].Y
	switch {
	case dx >= max(dy, -dy):
		return 0
	case dy >= max(dx, -dx):
		return 1
	case -dx >= max(dy, -dy):
		return 2
	}
	return 3
}

func outside(q imaging.Quad, in image.Rectangle) bool {
	for _, p := range q {
		if p.X < -1 || p.Y < -1 || p.X > float64(in.Dx())+1 || p.Y > float64(in.Dy())+1 {
			return true
		}
	}
	return false
}

// stopwatch adds up the time of stages, in milliseconds.
type stopwatch map[string]float64

func (w stopwatch) time(stage string) (stop func()) {
	start := time.Now()
	return func() { w[stage] += float64(time.Since(start).Microseconds()) / 1000 }
}
