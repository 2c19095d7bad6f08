package onboarding_test

import (
	"bytes"
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"testing"

	"portico/engine/document"
	"portico/engine/face"
	"portico/engine/imaging"
	"portico/engine/liveness"
	"portico/engine/onboarding"
)

type readerStub struct {
	ReadFn func(ctx context.Context, photo *image.RGBA, opt document.Options) (*document.Reading, error)
}

func (s readerStub) Read(ctx context.Context, photo *image.RGBA, opt document.Options) (*document.Reading, error) {
	return s.ReadFn(ctx, photo, opt)
}

type facesStub struct {
	FindFn       func(ctx context.Context, img *image.RGBA) ([]face.Face, error)
	TemplateFn   func(ctx context.Context, img *image.RGBA, f face.Face) (face.Template, error)
	AttributesFn func(ctx context.Context, img *image.RGBA, f face.Face) (face.Attributes, error)
	CompareFn    func(a, b face.Template) (face.Match, error)
}

func (s facesStub) Find(ctx context.Context, img *image.RGBA) ([]face.Face, error) {
	return s.FindFn(ctx, img)
}

func (s facesStub) Template(ctx context.Context, img *image.RGBA, f face.Face) (face.Template, error) {
	return s.TemplateFn(ctx, img, f)
}

func (s facesStub) Attributes(ctx context.Context, img *image.RGBA, f face.Face) (face.Attributes, error) {
	return s.AttributesFn(ctx, img, f)
}

func (s facesStub) Compare(a, b face.Template) (face.Match, error) { return s.CompareFn(a, b) }

type passiveStub struct {
	EvaluateFn func(ctx context.Context, img *image.RGBA, f face.Face) (liveness.Result, error)
}

func (s passiveStub) Evaluate(ctx context.Context, img *image.RGBA, f face.Face) (liveness.Result, error) {
	return s.EvaluateFn(ctx, img, f)
}

// look is what there is to see of a person in a picture.
type look struct {
	person      string // empty: nobody is there
	smiling     bool
	others      int // further faces
	undescribed bool
	passive     *float64 // nil: too small to judge
	age, gender *float64
}

// world is what the stubs see. A picture is told by the red of its first
// pixel, which photo sets.
type world struct {
	looks map[uint8]look
	pages map[uint8]*document.Reading
	asked []document.Options
}

func (w *world) engine() *onboarding.Engine {
	return onboarding.New(readerStub{w.read}, facesStub{w.find, w.template, w.attributes, compare}, passiveStub{w.passive}, imaging.Limits{})
}

func (w *world) read(_ context.Context, photo *image.RGBA, opt document.Options) (*document.Reading, error) {
	w.asked = append(w.asked, opt)
	if r, ok := w.pages[photo.Pix[0]]; ok {
		return r, nil
	}
	return nil, document.ErrNoCard
}

func (w *world) find(_ context.Context, img *image.RGBA) ([]face.Face, error) {
	l := w.looks[img.Pix[0]]
	if l.person == "" {
		return nil, nil
	}
	return append([]face.Face{mouth(l.smiling)}, make([]face.Face, l.others)...), nil
}

func (w *world) template(_ context.Context, img *image.RGBA, _ face.Face) (face.Template, error) {
	l := w.looks[img.Pix[0]]
	if l.undescribed {
		return nil, face.ErrNoTemplate
	}
	return face.Template(l.person), nil
}

func (w *world) attributes(_ context.Context, img *image.RGBA, _ face.Face) (face.Attributes, error) {
	l := w.looks[img.Pix[0]]
	return face.Attributes{Age: l.age, Gender: l.gender}, nil
}

func (w *world) passive(_ context.Context, img *image.RGBA, _ face.Face) (liveness.Result, error) {
	if s := w.looks[img.Pix[0]].passive; s != nil {
		return liveness.Result{Kind: liveness.Passive, Score: s, Cues: map[string]float64{"sharpness": *s}}, nil
	}
	return liveness.Result{Kind: liveness.Passive, Error: liveness.NotEnoughData}, nil
}

func compare(a, b face.Template) (face.Match, error) {
	if len(a) == 0 || len(b) == 0 {
		return face.Match{}, face.ErrTemplateCorrupt
	}
	if !bytes.Equal(a, b) {
		return face.Match{Distance: .8, Score: .05}, nil
	}
	return face.Match{Distance: .35, Score: .9, Same: true}, nil
}

// mouth is a face 100 pixels from eye to eye whose mouth is at rest or broad.
func mouth(smiling bool) face.Face {
	width, smile := 54., .12
	if smiling {
		width, smile = 72, .93
	}
	mesh := make([]face.Point3, 478)
	for i := range mesh {
		mesh[i] = face.Point3{X: 50, Y: 80}
	}
	mesh[33], mesh[263] = face.Point3{}, face.Point3{X: 100} // outer eye corners
	mesh[61], mesh[291] = face.Point3{X: 50 - width/2, Y: 80}, face.Point3{X: 50 + width/2, Y: 80}
	return face.Face{Mesh: mesh, Smile: smile, Confidence: .99, EyeDistance: 60}
}

func shade(red uint8) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, 8, 8))
	draw.Draw(img, img.Rect, image.NewUniform(color.RGBA{red, 90, 90, 255}), image.Point{}, draw.Src)
	return img
}

// photo is the file of a picture; PNG keeps its colour.
func photo(t testing.TB, red uint8) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := png.Encode(&buf, shade(red)); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func ptr[T any](v T) *T { return &v }
