package casefile

import (
	"bytes"
	"errors"
	"image"
	_ "image/jpeg" // pictures are one of these
	_ "image/png"
)

// printable is what the summary must know of a picture.
type printable struct {
	kind   string  // as fpdf calls it
	aspect float64 // height over width
}

func imageInfo(data []byte) (printable, error) {
	cfg, kind, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || cfg.Width == 0 {
		return printable{}, errors.Join(errors.New("no picture"), err)
	}
	// fpdf believes what it reads: only what decodes whole is given to it.
	if _, _, err := image.Decode(bytes.NewReader(data)); err != nil {
		return printable{}, err
	}
	return printable{kind, float64(cfg.Height) / float64(cfg.Width)}, nil
}
