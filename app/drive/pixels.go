package main

import (
	"encoding/binary"
	"fmt"
	"image/color"
	"os"
)

// pixels are those of an Xvfb screen, out of the file that its option -fbdir has
// it draw into: an X window dump (XWDFile.h, version 7) of 32 bits a pixel.
type pixels struct {
	file         *os.File
	wide, high   int
	start, pitch int64 // bytes
}

const dumpHeader = 25 * 4 // bytes; big-endian words

func openPixels(path string) (*pixels, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("look at the screen: %w", err)
	}
	head := make([]byte, dumpHeader)
	if _, err := f.ReadAt(head, 0); err != nil {
		return nil, fmt.Errorf("look at the screen: %w", err)
	}
	word := func(i int) int { return int(binary.BigEndian.Uint32(head[4*i:])) }
	const coloursEach = 12
	p := &pixels{file: f, wide: word(4), high: word(5), start: int64(word(0) + coloursEach*word(19)), pitch: int64(word(12))}
	if version, order, bits := word(1), word(7), word(11); version != 7 || order != 0 || bits != 32 {
		return nil, fmt.Errorf("look at the screen: version %d, byte order %d, %d bits a pixel", version, order, bits)
	}
	return p, nil
}

// row reads the pixels at a height.
func (p *pixels) row(y int) ([]color.RGBA, error) {
	raw := make([]byte, 4*p.wide)
	if _, err := p.file.ReadAt(raw, p.start+int64(y)*p.pitch); err != nil {
		return nil, fmt.Errorf("look at the screen: %w", err)
	}
	row := make([]color.RGBA, p.wide)
	for x := range row {
		row[x] = color.RGBA{raw[4*x+2], raw[4*x+1], raw[4*x], 255}
	}
	return row, nil
}

func (p *pixels) close() error { return p.file.Close() }
