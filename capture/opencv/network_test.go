package opencv_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"portico/capture"
	"portico/capture/capturetest"
	"portico/capture/opencv"
)

// networkCamera serves Motion-JPEG over HTTP as IP cameras do, and breaks the
// connection after so many frames.
func networkCamera(t *testing.T, frames int) string {
	t.Helper()
	var picture bytes.Buffer
	if err := jpeg.Encode(&picture, image.NewGray(image.Rect(0, 0, 320, 240)), nil); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "multipart/x-mixed-replace; boundary=frame")
		tick := time.NewTicker(20 * time.Millisecond)
		defer tick.Stop()
		for range frames {
			fmt.Fprintf(w, "--frame\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n", picture.Len())
			if _, err := w.Write(append(picture.Bytes(), "\r\n"...)); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			select {
			case <-tick.C:
			case <-r.Context().Done():
				return
			}
		}
	}))
	t.Cleanup(server.Close)
	return server.URL + "/video.mjpg"
}

func TestNetworkCameraConformance(t *testing.T) {
	camera := networkCamera(t, 10_000)
	capturetest.Run(t, func(t *testing.T) capture.Source {
		src, err := opencv.Open(t.Context(), camera)
		if err != nil {
			t.Fatal(err)
		}
		return src
	})
}

func TestNetworkCameraThatBreaksOff(t *testing.T) {
	src, err := opencv.Open(t.Context(), networkCamera(t, 100))
	if err != nil {
		t.Fatal(err)
	}
	defer src.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	frames := 0
	for ; err == nil; frames++ {
		_, err = src.Read(ctx)
	}
	if !errors.Is(err, capture.ErrNoFrames) || frames < 2 {
		t.Errorf("after %d frames: %v, want ErrNoFrames", frames, err)
	}
}
