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
	templateVersion = '2' // dlib ResNet-29 v1 on views aligned by the mesh
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

// The face chips that are described: sides in pixels (dlib,
// dnn_face_recognition_ex.cpp) and inputs of the network, (value − mean) / 256,
// red first.
const (
	descriptorChip    = 150
	descriptorPadding = .25
	descriptorScale   = 1. / 256
)

// Template describes the face f, which Find found in img: the mean of the
// descriptors of its views. It wraps ErrNoTemplate when the face has no mesh.
func (a *Analyzer) Template(ctx context.Context, img *image.RGBA, f Face) (Template, error) {
	if len(f.Mesh) != meshPoints {
		return nil, fmt.Errorf("face without a mesh: %w", ErrNoTemplate)
	}
	if a.nets.Template == nil {
		return nil, fmt.Errorf("%w: %w", ErrNoTemplate, ErrNoNetwork)
	}
	chips, err := viewsOf(img, f)
	if err != nil {
		return nil, err
	}
	in := planar(chips[0], attributeMean, descriptorScale)
	for _, c := range chips[1:] {
		in.Data = append(in.Data, planar(c, attributeMean, descriptorScale).Data...)
	}
	in.Shape[0] = int64(len(chips))
	out, err := run(ctx, a.nets.Template, in, output{"descriptor", len(chips) * descriptorSize})
	if err != nil {
		return nil, fmt.Errorf("describe face: %w", err)
	}
	mean := make([]float32, descriptorSize)
	for i, v := range out[0] {
		mean[i%descriptorSize] += v / float32(len(chips))
	}
	return encodeTemplate(mean)
}

// viewsOf cuts the views of a face, each as it is and mirrored.
func viewsOf(img *image.RGBA, f Face) ([]*image.RGBA, error) {
	whole := chip(f.Mesh, descriptorPadding)
	var chips []*image.RGBA
	for _, v := range views {
		s := whole.grown(v.scale)
		s.center = whole.place(.5, .5+v.lower)
		c, err := cut(img, s, descriptorChip)
		if err != nil {
			return nil, err
		}
		chips = append(chips, c, mirrored(c))
	}
	return chips, nil
}

func mirrored(img *image.RGBA) *image.RGBA {
	out := image.NewRGBA(img.Rect)
	for y := range img.Rect.Dy() {
		for x := range img.Rect.Dx() {
			copy(out.Pix[out.PixOffset(img.Rect.Dx()-1-x, y):][:4], img.Pix[img.PixOffset(x, y):][:4])
		}
	}
	return out
}
