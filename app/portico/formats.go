package main

import (
	"bytes"
	"fmt"
	"image"

	"golang.org/x/image/webp"

	"portico/engine/imaging"
)

// decode reads a picture for measuring: JPEG and PNG as everywhere, and of
// what data sets hold also WebP and binary grey maps (PGM, "P5"). The contract
// and the engine take JPEG and PNG alone.
func decode(data []byte) (*image.RGBA, error) {
	switch {
	case bytes.HasPrefix(data, []byte("P5")):
		return decodePGM(data)
	case len(data) > 12 && string(data[:4]) == "RIFF" && string(data[8:12]) == "WEBP":
		img, err := webp.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, fmt.Errorf("%w: %w", imaging.ErrCorrupt, err)
		}
		return imaging.ToRGBA(img), nil
	}
	return imaging.Decode(data, imaging.Limits{})
}

// maxGrey bounds a grey map's side, in pixels.
const maxGrey = 7000

// decodePGM reads a grey map of 8 bits a pixel without comments.
func decodePGM(data []byte) (*image.RGBA, error) {
	var w, h, white int
	if _, err := fmt.Fscan(bytes.NewReader(data[2:]), &w, &h, &white); err != nil {
		return nil, fmt.Errorf("%w: no grey map's header", imaging.ErrCorrupt)
	}
	if w < 1 || h < 1 || w > maxGrey || h > maxGrey || white != 255 {
		return nil, fmt.Errorf("%w: a grey map of %d×%d pixels and %d levels", imaging.ErrTooLarge, w, h, white)
	}
	if len(data) < w*h+len("P5 1 1 255 ") {
		return nil, imaging.ErrCorrupt
	}
	return imaging.ToRGBA(&image.Gray{Pix: data[len(data)-w*h:], Stride: w, Rect: image.Rect(0, 0, w, h)}), nil
}
