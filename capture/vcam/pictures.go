package main

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	_ "image/png" // pictures may be PNG files
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"

	xdraw "golang.org/x/image/draw"
)

// pictures are what the camera sees, each encoded once for a format and size.
type pictures struct {
	mu      sync.Mutex
	all     []picture
	hold    int // frames for each
	given   int // frames so far
	fixed   int // the only one to show; -1: all in turn
	encoded map[encoding][]byte
}

type picture struct {
	img  *image.RGBA
	file []byte // where it came as a JPEG
}

type encoding struct {
	picture int
	format  byte
	size    size
}

// load reads files and folders of them; none means colour bars.
func load(paths []string, hold int) (*pictures, error) {
	p := &pictures{hold: max(hold, 1), fixed: -1, encoded: map[encoding][]byte{}}
	for _, path := range paths {
		files, err := picturesAt(path)
		if err != nil {
			return nil, err
		}
		for _, file := range files {
			one, err := read(file)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", file, err)
			}
			p.all = append(p.all, one)
		}
	}
	if len(paths) == 0 {
		for corner := range 4 {
			p.all = append(p.all, picture{img: bars(corner)})
		}
	}
	return p, nil
}

func picturesAt(path string) ([]string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, err
	}
	if !info.IsDir() {
		return []string{path}, nil
	}
	files, err := filepath.Glob(filepath.Join(path, "*")) // sorted
	if err != nil {
		return nil, err
	}
	files = slices.DeleteFunc(files, func(file string) bool {
		return !slices.Contains([]string{".png", ".jpg", ".jpeg"}, strings.ToLower(filepath.Ext(file)))
	})
	if len(files) == 0 {
		return nil, fmt.Errorf("no PNG or JPEG file in %s", path)
	}
	return files, nil
}

func read(file string) (picture, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return picture{}, err
	}
	img, kind, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return picture{}, err
	}
	p := picture{img: image.NewRGBA(image.Rectangle{Max: img.Bounds().Size()})}
	draw.Draw(p.img, p.img.Rect, img, img.Bounds().Min, draw.Src)
	if kind == "jpeg" {
		p.file = data
	}
	return p, nil
}

// bars are eight colour bars with a white square in one corner, clockwise from
// the top left.
func bars(corner int) *image.RGBA {
	const w, h, side = 320, 180, 40
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for b := range 8 {
		c := color.RGBA{uint8(b & 1 * 200), uint8(b >> 1 & 1 * 200), uint8(b >> 2 & 1 * 200), 255}
		draw.Draw(img, image.Rect(b*w/8, 0, (b+1)*w/8, h), image.NewUniform(c), image.Point{}, draw.Src)
	}
	at := []image.Point{{0, 0}, {w - side, 0}, {w - side, h - side}, {0, h - side}}[corner]
	draw.Draw(img, image.Rectangle{at, at.Add(image.Pt(side, side))}, image.White, image.Point{}, draw.Src)
	return img
}

// only shows one picture, by its number, or all in turn.
func (p *pictures) only(which string) error {
	n := -1
	if which != "all" {
		var err error
		if n, err = strconv.Atoi(which); err != nil || n < 0 || n >= len(p.all) {
			return errors.Join(fmt.Errorf("picture %q: write 0 to %d, or all", which, len(p.all)-1), err)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fixed = n
	return nil
}

// next returns the bytes of the next frame. Nobody changes them.
func (p *pictures) next(format byte, z size) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := p.given / p.hold % len(p.all)
	p.given++
	if p.fixed >= 0 {
		at = p.fixed
	}
	key := encoding{at, format, z}
	if _, ok := p.encoded[key]; !ok {
		p.encoded[key] = p.all[at].encode(format, z)
	}
	return p.encoded[key]
}

func (p picture) encode(format byte, z size) []byte {
	img := p.img
	if img.Rect.Size() != image.Pt(z.w, z.h) {
		img = image.NewRGBA(image.Rect(0, 0, z.w, z.h))
		xdraw.NearestNeighbor.Scale(img, img.Rect, p.img, p.img.Rect, xdraw.Src, nil)
	} else if format == formatMJPEG && p.file != nil {
		return p.file
	}
	if format == formatYUYV {
		return yuyv(img)
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, img, &jpeg.Options{Quality: 90}); err != nil {
		panic(err) // a buffer takes everything, and the size was checked
	}
	return out.Bytes()
}

// yuyv packs pairs of pixels as Y U Y V.
func yuyv(img *image.RGBA) []byte {
	out := make([]byte, 0, len(img.Pix)/2)
	for i := 0; i < len(img.Pix); i += 8 {
		q := img.Pix[i : i+8]
		y0, u0, v0 := color.RGBToYCbCr(q[0], q[1], q[2])
		y1, u1, v1 := color.RGBToYCbCr(q[4], q[5], q[6])
		out = append(out, y0, uint8((int(u0)+int(u1))/2), y1, uint8((int(v0)+int(v1))/2))
	}
	return out
}
