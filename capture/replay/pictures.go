package replay

import (
	"fmt"
	"image"
	"io"
	"os"
	"path/filepath"
	"time"

	"portico/engine/imaging"
)

// cachedPixels is how much of a looping folder is kept decoded: 96 MiB.
const cachedPixels = 24 << 20

// pictures is a reel of picture files.
type pictures struct {
	paths  []string
	shots  []Shot
	side   int                 // 0 or the longest side that is kept
	at     int                 // of the current picture; -1 before the first
	cache  map[int]*image.RGBA // nil where no picture is shown twice
	cached int                 // pixels

	unseal func(name string, data []byte) ([]byte, error) // nil where the files are in clear
}

func newPictures(paths []string, shots []Shot, cfg Config) *pictures {
	p := &pictures{paths: paths, shots: shots, side: cfg.Side, at: -1}
	if cfg.End == Loop {
		p.cache = make(map[int]*image.RGBA)
	}
	return p
}

// steady returns n shots of the same length.
func steady(n int, each time.Duration) []Shot {
	shots := make([]Shot, n)
	for i := range shots {
		shots[i] = Shot{At: time.Duration(i) * each, For: each}
	}
	return shots
}

func (p *pictures) Next() (Shot, error) {
	if p.at+1 >= len(p.paths) {
		return Shot{}, io.EOF
	}
	p.at++
	return p.shots[p.at], nil
}

func (p *pictures) Picture() (*image.RGBA, error) {
	if img := p.cache[p.at]; img != nil {
		return img, nil
	}
	data, err := os.ReadFile(p.paths[p.at])
	if err != nil {
		return nil, err
	}
	if p.unseal != nil {
		if data, err = p.unseal(filepath.Base(p.paths[p.at]), data); err != nil {
			return nil, fmt.Errorf("%s: %w", filepath.Base(p.paths[p.at]), err)
		}
	}
	img, err := imaging.Decode(data, imaging.Limits{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", filepath.Base(p.paths[p.at]), err)
	}
	if p.side > 0 {
		img, _ = imaging.Fit(img, p.side)
	}
	if n := img.Rect.Dx() * img.Rect.Dy(); p.cache != nil && p.cached+n <= cachedPixels {
		p.cached += n
		p.cache[p.at] = img
	}
	return img, nil
}

func (p *pictures) Rewind() error { p.at = -1; return nil }

func (p *pictures) Close() error { p.cache = nil; return nil }
