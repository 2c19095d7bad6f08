package main

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"sync"
	"time"
)

// lens is a network camera: Motion-JPEG over HTTP of what it is turned to.
type lens struct {
	*httptest.Server
	mu  sync.Mutex
	see func() (*image.RGBA, error)
}

// lensRate is its pictures a second.
const lensRate = 15

func newLens(see func() (*image.RGBA, error)) *lens {
	l := &lens{see: see}
	l.Server = httptest.NewServer(http.HandlerFunc(l.stream))
	return l
}

// turn has the pictures that follow show something else.
func (l *lens) turn(see func() (*image.RGBA, error)) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.see = see
}

func (l *lens) picture() (*bytes.Buffer, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	img, err := l.see()
	if err != nil {
		return nil, err
	}
	var out bytes.Buffer
	return &out, jpeg.Encode(&out, img, &jpeg.Options{Quality: 92})
}

func (l *lens) stream(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "multipart/x-mixed-replace; boundary=frame")
	tick := time.NewTicker(time.Second / lensRate)
	defer tick.Stop()
	for {
		picture, err := l.picture()
		if err == nil {
			_, err = fmt.Fprintf(w, "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n", picture.Len(), picture)
		}
		if err != nil { // whoever looks sees a camera that broke off
			return
		}
		w.(http.Flusher).Flush()
		select {
		case <-tick.C:
		case <-r.Context().Done():
			return
		}
	}
}
