package disserver

import (
	"bytes"
	"image"
	"math"
	"net/http"
	"strconv"

	"portico/engine/customer"
	"portico/engine/imaging"
	"portico/sync/disapi"
)

// Bounds of a scaled picture: wider than any screen, and no more pixels than
// an upload may have.
const (
	longestSide  = 8192
	mostPixels   = 50_000_000
	cropsQuality = 92 // JPEG, as cameras write
)

// crop answers a stored picture as scaled does.
func (s *server) crop(r *http.Request, id string, blob customer.Blob) (any, error) {
	return s.scaled(r, func() ([]byte, error) { return s.Store.Blob(r.Context(), id, blob) })
}

// scaled answers a picture as a JPEG, scaled as the request asks.
func (s *server) scaled(r *http.Request, read func() ([]byte, error)) (any, error) {
	box, err := asked(r)
	if err != nil {
		return nil, err
	}
	data, err := read()
	if err != nil {
		return nil, err
	}
	if box == (image.Point{}) && bytes.HasPrefix(data, []byte("\xff\xd8")) {
		return disapi.ImageCrop{Data: data}, nil
	}
	err = s.pool.run(r.Context(), func() error {
		data, err = scale(data, box)
		return err
	})
	if err != nil {
		return nil, err
	}
	return disapi.ImageCrop{Data: data}, nil
}

// asked returns the width and height of the query, 0 for what is not given.
func asked(r *http.Request) (image.Point, error) {
	var box image.Point
	for name, side := range map[string]*int{"width": &box.X, "height": &box.Y} {
		text := r.URL.Query().Get(name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > longestSide {
			return box, &problem{disapi.InvalidRequestParameter, name + " is a whole number from 1 to " + strconv.Itoa(longestSide)}
		}
		*side = n
	}
	return box, nil
}

// scale fits a picture into box, keeping its proportions; a side of 0 does
// not bind, and without any the picture keeps its size.
func scale(data []byte, box image.Point) ([]byte, error) {
	img, err := imaging.Decode(data, imaging.Limits{})
	if err != nil {
		return nil, err
	}
	size := img.Rect.Size()
	f := math.Inf(1)
	if box.X > 0 {
		f = float64(box.X) / float64(size.X)
	}
	if box.Y > 0 {
		f = math.Min(f, float64(box.Y)/float64(size.Y))
	}
	if !math.IsInf(f, 1) {
		w, h := float64(size.X)*f, float64(size.Y)*f
		if w*h > mostPixels {
			return nil, &problem{disapi.InvalidRequestParameter, "the scaled picture would be too large"}
		}
		img = imaging.Resize(img, int(math.Round(w)), int(math.Round(h)))
	}
	return imaging.EncodeJPEG(img, cropsQuality)
}
