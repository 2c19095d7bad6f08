package main

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"os"
	"path/filepath"
)

// shot is what was on the screen, as it was copied out of the server's memory.
type shot struct{ dump, name string }

// shot keeps what is on the screen. It becomes a picture once all is over: to
// ask the server for one and pack it would hold up the kiosk that is measured.
func (s *stage) shot(name string) {
	taken := shot{name: fmt.Sprintf("%02d-%s.png", len(s.shots)+1, name)}
	taken.dump = filepath.Join(s.private, screenName, taken.name)
	if err := copyFile(taken.dump, s.screen()); err != nil { // spoils no scenario
		fmt.Fprintln(os.Stderr, "screenshot:", err)
		return
	}
	s.shots = append(s.shots, taken)
}

// screen is the file that the server draws into.
func (s *stage) screen() string { return filepath.Join(s.private, screenName, "Xvfb_screen0") }

// keepShots makes the pictures.
func (s *stage) keepShots() (err error) {
	for _, taken := range s.shots {
		err = errors.Join(err, taken.keep(filepath.Join(s.dir, taken.name)))
	}
	return err
}

func (s shot) keep(file string) (err error) {
	p, err := openPixels(s.dump)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, p.close()) }()
	img := image.NewRGBA(image.Rect(0, 0, p.wide, p.high))
	for y := range p.high {
		row, err := p.row(y)
		if err != nil {
			return err
		}
		for x, c := range row {
			img.SetRGBA(x, y, c)
		}
	}
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	return errors.Join(png.Encode(out, img), out.Close())
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}
