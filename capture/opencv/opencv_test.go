package opencv_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"gocv.io/x/gocv"

	"portico/capture"
	"portico/capture/capturetest"
	"portico/capture/opencv"
	"portico/capture/replay"
	"portico/engine/enginetest"
)

const (
	width, height = 64, 48
	fps           = 25
)

// film writes a video of n pictures; picture i has red 8·i, green 40, blue 200.
func film(t *testing.T, codec, name string, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	w, err := gocv.VideoWriterFile(path, codec, fps, width, height, true)
	if err != nil || !w.IsOpened() {
		t.Fatalf("no %s writer: %v", codec, err)
	}
	defer w.Close()
	for i := range n {
		m, err := gocv.NewMatFromBytes(height, width, gocv.MatTypeCV8UC3,
			bytes.Repeat([]byte{200, 40, byte(8 * i)}, width*height))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(w.Write(m), m.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

func play(t *testing.T, path string, cfg replay.Config) capture.Source {
	t.Helper()
	cfg.Video = opencv.Video
	src, err := replay.Open(path, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = src.Close() })
	return src
}

func TestVideoConformance(t *testing.T) {
	path := film(t, "MJPG", "film.avi", 10)
	for name, end := range map[string]replay.End{"loop": replay.Loop, "hold": replay.Hold} {
		t.Run(name, func(t *testing.T) {
			capturetest.Run(t, func(t *testing.T) capture.Source { return play(t, path, replay.Config{End: end}) })
		})
	}
}

func TestVideoPicturesAndTimes(t *testing.T) {
	for codec, name := range map[string]string{"MJPG": "film.avi", "mp4v": "film.mp4", "FFV1": "film.mkv", "VP80": "film.webm"} {
		src := play(t, film(t, codec, name, 20), replay.Config{Unpaced: true})
		n := 0
		for {
			f, err := src.Read(t.Context())
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("%s frame %d: %v", codec, n, err)
			}
			c := f.Image.RGBAAt(width/2, height/2)
			if !near(c.R, 8*n) || !near(c.G, 40) || !near(c.B, 200) || c.A != 255 {
				t.Errorf("%s frame %d is %v, want red %d, green 40, blue 200", codec, n, c, 8*n)
			}
			if want := time.Duration(n) * time.Second / fps; f.Time < want-time.Millisecond || f.Time > want+time.Millisecond {
				t.Errorf("%s frame %d at %v, want %v", codec, n, f.Time, want)
			}
			n++
		}
		if n != 20 {
			t.Errorf("%s: %d frames, want 20", codec, n)
		}
	}
}

func near(got uint8, want int) bool {
	d := int(got) - want
	return d >= -10 && d <= 10
}

func TestLoopStartsWithTheFirstPicture(t *testing.T) {
	src := play(t, film(t, "MJPG", "film.avi", 3), replay.Config{End: replay.Loop})
	for i := range 9 {
		f, err := src.Read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := f.Image.RGBAAt(9, 9).R, 8*int((f.Seq-1)%3); !near(got, want) {
			t.Errorf("read %d, seq %d: red %d, want %d", i, f.Seq, got, want)
		}
	}
}

func TestWhatIsNoVideo(t *testing.T) {
	whole, err := os.ReadFile(film(t, "mp4v", "film.mp4", 20))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"empty":     nil,
		"text":      []byte("a text file called x.mp4"),
		"zeros":     make([]byte, 100_000),
		"truncated": whole[:len(whole)/2], // an MP4's index is at its end
	} {
		path := filepath.Join(t.TempDir(), "x.mp4")
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := opencv.Video(path); !errors.Is(err, opencv.ErrVideo) {
			t.Errorf("%s: %v, want ErrVideo", name, err)
		}
	}
	if _, err := opencv.Video(t.TempDir()); !errors.Is(err, opencv.ErrVideo) {
		t.Errorf("a folder: %v, want ErrVideo", err)
	}
	if _, err := opencv.Video("none.mp4"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: %v, want ErrNotExist", err)
	}
}

// Damage inside a film costs pictures, at most.
func TestDamagedVideoEnds(t *testing.T) {
	whole, err := os.ReadFile(film(t, "MJPG", "film.avi", 20))
	if err != nil {
		t.Fatal(err)
	}
	for name, damage := range map[string]func([]byte) []byte{
		"cut":     func(b []byte) []byte { return b[:len(b)*2/3] },
		"garbage": func(b []byte) []byte { copy(b[len(b)/3:len(b)*2/3], make([]byte, len(b))); return b },
	} {
		path := filepath.Join(t.TempDir(), "x.avi")
		if err := os.WriteFile(path, damage(bytes.Clone(whole)), 0o600); err != nil {
			t.Fatal(err)
		}
		src := play(t, path, replay.Config{Unpaced: true})
		n := 0
		for ; err == nil && n < 100; n++ {
			_, err = src.Read(t.Context())
		}
		if n == 1 || n == 100 {
			t.Errorf("%s: ended after %d reads: %v", name, n, err)
		}
		err = nil
	}
}

func TestOpenNamesWhatIsMissing(t *testing.T) {
	for _, camera := range []string{"/dev/video99", "front door", "ftp://127.0.0.1/x"} {
		if _, err := opencv.Open(t.Context(), camera); !errors.Is(err, capture.ErrNoCamera) {
			t.Errorf("%s: %v, want ErrNoCamera", camera, err)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := opencv.Open(ctx, "rtsp://127.0.0.1/x"); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestOutsideVideo(t *testing.T) {
	src := play(t, enginetest.Data(t, "video", "franck.mp4"), replay.Config{Unpaced: true})
	for i := range 48 {
		f, err := src.Read(t.Context())
		if err != nil || f.Image.Rect.Size() != image.Pt(360, 288) {
			t.Fatalf("frame %d: %v", i, err)
		}
		if i == 47 && (f.Time < 1900*time.Millisecond || f.Time > 2100*time.Millisecond) {
			t.Errorf("frame 47 at %v, want about 1.96 s at 24 frames a second", f.Time)
		}
	}
}
