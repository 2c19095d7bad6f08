package widget

import (
	"image"
	"image/color"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"portico/app/ui"
)

// Shape is the overlay on a live picture.
type Shape int

// The shapes.
const (
	NoShape Shape = iota
	CardShape
	OvalShape
)

// widestShown is the width in pixels above which a picture is thinned out
// before it goes to the screen: uploading more costs time and shows nothing.
const widestShown = 1600

// Preview shows live pictures with an overlay. A face is mirrored, as in a
// looking glass; only the shown copy is, never the picture itself.
type Preview struct {
	widget.BaseWidget
	Painted func() // hears on the interface thread of every picture that is drawn on the screen; nil for nobody

	picture *canvas.Raster
	overlay *overlay
	mirror  bool
	flash   *canvas.Rectangle
	fading  *fyne.Animation
	size    image.Rectangle // of the pictures
	drawn   *image.RGBA     // the last that Painted heard of

	mu      sync.Mutex
	latest  *image.RGBA
	shown   *image.RGBA
	spare   []*image.RGBA
	pending bool
	cleared bool
}

// NewPreview returns a preview without a picture.
func NewPreview(shape Shape, mirror bool) *Preview {
	p := &Preview{overlay: newOverlay(shape), mirror: mirror, flash: canvas.NewRectangle(color.Transparent)}
	p.picture = canvas.NewRaster(func(int, int) image.Image { return p.draw() })
	p.picture.ScaleMode = canvas.ImageScaleFastest
	p.picture.Hide()
	p.flash.Hide()
	p.ExtendBaseWidget(p)
	return p
}

// Display shows a picture, which must not change afterwards. It may be called
// from any goroutine and never waits: a picture that the screen had no time
// for is replaced by the next.
func (p *Preview) Display(img *image.RGBA) {
	step := (img.Rect.Dx() + widestShown - 1) / widestShown
	if p.mirror || step > 1 {
		img = p.prepare(img, step)
	}
	p.mu.Lock()
	ask := !p.pending && !p.cleared
	if ask || p.pending {
		p.latest, p.pending = img, true
	}
	p.mu.Unlock()
	if ask {
		ui.Do(p.swap)
	}
}

// swap puts the newest picture on the screen.
func (p *Preview) swap() {
	p.mu.Lock()
	p.shown, p.pending = p.latest, false
	cleared := p.cleared
	p.mu.Unlock()
	if cleared {
		return
	}
	same := p.size == p.shown.Rect
	p.size = p.shown.Rect
	if p.overlay.grow() || !same {
		p.picture.Show()
		p.Refresh()
		return
	}
	p.picture.Refresh()
}

// draw is the picture as fyne uploads it: unscaled, when it comes to the window.
func (p *Preview) draw() image.Image {
	p.mu.Lock()
	shown := p.shown
	p.mu.Unlock()
	if shown == nil {
		return image.NewRGBA(image.Rect(0, 0, 1, 1))
	}
	if shown != p.drawn && p.Painted != nil {
		p.Painted()
	}
	p.drawn = shown
	return shown
}

// Clear lets go of all pictures, for good: fyne would keep the last one in
// memory for another minute.
func (p *Preview) Clear() {
	p.mu.Lock()
	p.latest, p.shown, p.spare, p.cleared = nil, nil, nil, true
	p.mu.Unlock()
	p.drawn = nil
	p.picture.Refresh()
	if p.fading != nil {
		p.fading.Stop()
	}
}

// SetGood turns the overlay to the colour of good, or back.
func (p *Preview) SetGood(good bool) { p.overlay.setGood(good) }

// SetReach makes the oval as large as a face whose pupils are reach apart, in
// shorter sides of the picture; it grows there with the pictures that follow. 0
// is the usual size.
func (p *Preview) SetReach(reach float64) { p.overlay.want = reach }

// flashing is how long the flash of a picture that was taken fades, and in how
// many steps: with each one the whole window is drawn anew, while the picture is
// being looked at.
const (
	flashing   = 200 * time.Millisecond
	flashSteps = 4
)

// Flash brightens the picture for a moment, as one that was just taken.
func (p *Preview) Flash() {
	p.flash.Show()
	last := -1
	p.fading = fyne.NewAnimation(flashing, func(done float32) {
		step := int(done * flashSteps)
		if step == last {
			return
		}
		last = step
		p.flash.FillColor = color.NRGBA{0xFF, 0xFF, 0xFF, uint8(0x90 * (flashSteps - step) / flashSteps)}
		if step == flashSteps {
			p.flash.Hide()
		}
		p.flash.Refresh()
	})
	p.fading.Start()
}

// prepare copies every step-th pixel, mirrored where asked for, into a buffer
// that is neither on the screen nor waiting for it.
func (p *Preview) prepare(img *image.RGBA, step int) *image.RGBA {
	size := image.Rect(0, 0, img.Rect.Dx()/step, img.Rect.Dy()/step)
	out := p.buffer(size)
	for y := range size.Dy() {
		src := img.Pix[y*step*img.Stride:]
		dst := out.Pix[y*out.Stride : y*out.Stride+4*size.Dx()]
		for x := range size.Dx() {
			to := x
			if p.mirror {
				to = size.Dx() - 1 - x
			}
			copy(dst[4*to:4*to+4], src[4*x*step:4*x*step+4])
		}
	}
	return out
}

func (p *Preview) buffer(size image.Rectangle) *image.RGBA {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, b := range p.spare {
		if b != p.shown && b != p.latest && b.Rect == size {
			return b
		}
	}
	b := image.NewRGBA(size)
	p.spare = append(p.spare, b)
	if len(p.spare) > 3 { // the size changed: old ones are of no use
		p.spare = []*image.RGBA{b}
	}
	return b
}

// CreateRenderer draws the preview.
func (p *Preview) CreateRenderer() fyne.WidgetRenderer {
	return &previewRenderer{p, [2]*canvas.Rectangle{canvas.NewRectangle(darkLine), canvas.NewRectangle(darkLine)}}
}

type previewRenderer struct {
	preview *Preview
	bars    [2]*canvas.Rectangle // beside the picture; below it, a software OpenGL would draw them for nothing
}

func (r *previewRenderer) Objects() []fyne.CanvasObject {
	return append([]fyne.CanvasObject{r.bars[0], r.bars[1], r.preview.picture, r.preview.flash}, r.preview.overlay.objects()...)
}

func (r *previewRenderer) Destroy() {}

func (r *previewRenderer) MinSize() fyne.Size { return fyne.NewSize(160, 120) }

func (r *previewRenderer) Refresh() {
	r.Layout(r.preview.Size())
	canvas.Refresh(r.preview)
}

// Layout fits the whole picture into the space and the overlay onto it.
func (r *previewRenderer) Layout(space fyne.Size) {
	size := space
	if shown := r.preview.size; !shown.Empty() {
		w, h := float32(shown.Dx()), float32(shown.Dy())
		f := min(space.Width/w, space.Height/h)
		size = fyne.NewSize(w*f, h*f)
	}
	at := fyne.NewPos((space.Width-size.Width)/2, (space.Height-size.Height)/2)
	r.layBars(at, space)
	r.preview.picture.Resize(size)
	r.preview.picture.Move(at)
	r.preview.flash.Resize(size)
	r.preview.flash.Move(at)
	r.preview.overlay.layout(at, size)
}

// layBars fills what a picture at a place leaves of the space, at two of its
// sides; before the first picture, that is all of it.
func (r *previewRenderer) layBars(at fyne.Position, space fyne.Size) {
	side := fyne.NewSize(at.X+1, space.Height) // the picture lies over the last row
	switch {
	case r.preview.size.Empty():
		side = space
	case at.Y > at.X:
		side = fyne.NewSize(space.Width, at.Y+1)
	}
	r.bars[0].Resize(side)
	r.bars[1].Resize(side)
	r.bars[1].Move(fyne.NewPos(space.Width-side.Width, space.Height-side.Height))
}
