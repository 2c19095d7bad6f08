package face

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"image"
	"log/slog"
	"math"
)

// A template is the four bytes "PFT" and a version, the descriptor as 128
// little-endian IEEE 754 single-precision numbers, and the CRC-32C of all
// that. A version stands for one layout and one describing network, so only
// templates of the same version can be compared.
const (
	templateMagic   = "PFT"
	templateVersion = '1' // dlib ResNet-29 v1 behind its 5-point predictor
	descriptorSize  = 128
	templateSize    = 4 + 4*descriptorSize + 4
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

type descriptor [descriptorSize]float64

// encodeTemplate packs what an Embedder returned.
func encodeTemplate(values []float32) (Template, error) {
	if len(values) != descriptorSize {
		return nil, fmt.Errorf("descriptor of %d values, want %d", len(values), descriptorSize)
	}
	t := append(make(Template, 0, templateSize), templateMagic...)
	t = append(t, templateVersion)
	for _, v := range values {
		if math.IsNaN(float64(v)) || math.IsInf(float64(v), 0) {
			return nil, errors.New("descriptor is not finite")
		}
		t = binary.LittleEndian.AppendUint32(t, math.Float32bits(v))
	}
	return binary.LittleEndian.AppendUint32(t, crc32.Checksum(t, castagnoli)), nil
}

// decode unpacks t, or says with ErrTemplateVersion or ErrTemplateCorrupt why
// it cannot.
func (t Template) decode() (descriptor, error) {
	var d descriptor
	if len(t) < 4 || string(t[:3]) != templateMagic {
		return d, ErrTemplateCorrupt
	}
	if t[3] != templateVersion {
		return d, fmt.Errorf("%w: version %q, want %q", ErrTemplateVersion, t[3], templateVersion)
	}
	if len(t) != templateSize {
		return d, fmt.Errorf("%w: %d bytes, want %d", ErrTemplateCorrupt, len(t), templateSize)
	}
	body, sum := t[:templateSize-4], t[templateSize-4:]
	if crc32.Checksum(body, castagnoli) != binary.LittleEndian.Uint32(sum) {
		return d, fmt.Errorf("%w: checksum differs", ErrTemplateCorrupt)
	}
	for i := range d {
		d[i] = float64(math.Float32frombits(binary.LittleEndian.Uint32(body[4+4*i:])))
		if math.IsNaN(d[i]) || math.IsInf(d[i], 0) {
			return d, fmt.Errorf("%w: not finite", ErrTemplateCorrupt)
		}
	}
	return d, nil
}

// Version returns the version that t carries, empty when it carries none. It
// does not say that t is whole.
func (t Template) Version() string {
	if len(t) < 4 || string(t[:3]) != templateMagic {
		return ""
	}
	return string(t[3])
}

// LogValue hides what t says of the person.
func (t Template) LogValue() slog.Value { return slog.StringValue("[face template]") }

// portraitSize is the side in pixels of the crops that are described;
// portraitMargins are their sides over the longer side of the face, the first
// tried first, the others where the embedder makes out no face.
const portraitSize = 320

var portraitMargins = []float64{2, 1.6, 2.6}

// Template describes the face f, which Find found in img. It wraps
// ErrNoTemplate when the face cannot be described.
func (a *Analyzer) Template(ctx context.Context, img *image.RGBA, f Face) (Template, error) {
	if len(f.Mesh) != meshPoints {
		return nil, fmt.Errorf("face without a mesh: %w", ErrNoTemplate)
	}
	var err error
	for _, margin := range portraitMargins {
		s := mesh{points: f.Mesh}.crop().grown(margin / meshMargin)
		crop, cutErr := cut(img, s, portraitSize)
		if cutErr != nil {
			return nil, cutErr
		}
		var values []float32
		if values, err = a.embedder.Embed(ctx, crop); err == nil {
			return encodeTemplate(values)
		}
		if !errors.Is(err, ErrNoTemplate) {
			return nil, err
		}
	}
	return nil, err
}
