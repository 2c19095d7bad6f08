// Package tess meets document.TextReader with Tesseract, through its own C
// interface: gosseract never frees the words that it read, and what a visitor is
// called must not stay in memory.
//
// Tesseract starts as many OpenMP threads as there are cores and is ten times
// slower for it: the process must have been started with OMP_THREAD_LIMIT=1 in
// its environment, which is its main function's duty.
package tess

import (
	"context"
	"image"
	"strings"

	"portico/engine/document"
	"portico/engine/document/viz"
	"portico/engine/imaging"
)

// Config tunes a Reader. The zero value is usable.
type Config struct {
	Tessdata string // folder of eng.traineddata; empty means Tesseract's own default
	Clients  int    // lines read at the same time; 0 means 2
}

// Reader reads single printed lines in Latin letters. It is safe for
// concurrent use; each line has a Tesseract of its own while it is read.
type Reader struct {
	clients chan *client
	opened  int
}

// New loads the language and returns a Reader, which its owner closes. It
// fails when the language is not installed.
func New(cfg Config) (*Reader, error) {
	if cfg.Clients == 0 {
		cfg.Clients = 2
	}
	r := &Reader{clients: make(chan *client, cfg.Clients)}
	for range cfg.Clients {
		c, err := open(cfg.Tessdata)
		if err != nil {
			r.Close()
			return nil, err
		}
		r.clients <- c
		r.opened++
	}
	return r, nil
}

// Close waits for lines being read and frees all memory. Lines asked for
// afterwards wait until their context ends.
func (r *Reader) Close() {
	for range r.opened {
		c := <-r.clients
		c.close()
	}
	r.opened = 0
}

// letterHeight is the height in pixels that a line's crop is scaled to at
// least: stock Tesseract misses letters of less than about 20 pixels.
const letterHeight = 64

// ReadLine reads the one line of text in crop, dark on white. A crop without text, or one of
// less than four pixels, gives an empty Text and no error. No alphabet is
// imposed: Tesseract's network then reads worse, not better.
func (r *Reader) ReadLine(ctx context.Context, crop *image.Gray) (document.Text, error) {
	words, err := r.words(ctx, crop)
	if err != nil {
		return document.Text{}, err
	}
	var out document.Text
	var texts []string
	var letters, sum float64
	for _, w := range words {
		texts = append(texts, w.Text)
		n := float64(len([]rune(w.Text)))
		letters, sum = letters+n, sum+n*w.Confidence
		out.Box = out.Box.Union(w.Box)
	}
	if letters > 0 {
		out.Value, out.Confidence = strings.Join(texts, " "), sum/letters
	}
	return out, nil
}

func (r *Reader) words(ctx context.Context, crop *image.Gray) ([]viz.Word, error) {
	w, h := crop.Rect.Dx(), crop.Rect.Dy()
	if w < 4 || h < 4 || w > 8192 || h > 2048 {
		return nil, nil
	}
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case c := <-r.clients:
		defer func() { r.clients <- c }()
		factor := max(2, (letterHeight+h-1)/h)
		return read(c, framed(imaging.Gray(imaging.Resize(crop, w*factor, h*factor))), factor)
	}
}

// frame is the width in pixels of the white border put around a line: letters
// at the very edge are lost.
const frame = 24

func framed(g *image.Gray) *image.Gray {
	w, h := g.Rect.Dx(), g.Rect.Dy()
	out := image.NewGray(image.Rect(0, 0, w+2*frame, h+2*frame))
	for i := range out.Pix {
		out.Pix[i] = 255
	}
	for y := range h {
		copy(out.Pix[(y+frame)*out.Stride+frame:], g.Pix[y*g.Stride:][:w])
	}
	return out
}

func read(c *client, line *image.Gray, factor int) ([]viz.Word, error) {
	var words []viz.Word
	err := c.read(line, func(w viz.Word) {
		if w.Text = strings.TrimSpace(w.Text); w.Text == "" {
			return
		}
		w.Confidence = min(max(w.Confidence/100, 0), 1)
		b := w.Box.Sub(image.Pt(frame, frame))
		w.Box = image.Rect(b.Min.X/factor, b.Min.Y/factor, (b.Max.X+factor-1)/factor, (b.Max.Y+factor-1)/factor)
		words = append(words, w)
	})
	return words, err
}
