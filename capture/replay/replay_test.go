package replay_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"portico/capture"
	"portico/capture/capturetest"
	"portico/capture/replay"
	"portico/engine/imaging"
)

// draw writes n pictures of grey 10, 20, … whose names sort in this order.
func draw(t *testing.T, dir string, n int) string {
	t.Helper()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for i := range n {
		img := image.NewGray(image.Rect(0, 0, 32, 20))
		for p := range img.Pix {
			img.Pix[p] = uint8(10 * (i + 1))
		}
		f, err := os.Create(filepath.Join(dir, string(rune('a'+i))+".png"))
		if err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(png.Encode(f, img), f.Close()); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func grey(f capture.Frame) int {
	c := f.Image.At(5, 5).(color.RGBA)
	return int(c.R) / 10
}

func open(t *testing.T, path string, cfg replay.Config) capture.Source {
	t.Helper()
	src, err := replay.Open(path, cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = src.Close() })
	return src
}

func TestConformance(t *testing.T) {
	dir := draw(t, t.TempDir(), 3)
	for name, cfg := range map[string]replay.Config{
		"loop": {Rate: 50, End: replay.Loop},
		"hold": {Rate: 50, End: replay.Hold},
	} {
		t.Run(name, func(t *testing.T) {
			capturetest.Run(t, func(t *testing.T) capture.Source { return open(t, dir, cfg) })
		})
	}
}

func TestFolderPlaysInOrderOfNamesAndEnds(t *testing.T) {
	dir := draw(t, t.TempDir(), 4)
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("no picture"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		end  replay.End
		want []int
	}{
		"stop": {replay.Stop, []int{1, 2, 3, 4}},
		"hold": {replay.Hold, []int{1, 2, 3, 4, 4, 4}},
		"loop": {replay.Loop, []int{1, 2, 3, 4, 1, 2, 3, 4, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				src := open(t, dir, replay.Config{Rate: 10, End: c.end})
				start := time.Now()
				for i, want := range c.want {
					f, err := src.Read(t.Context())
					at := time.Duration(i) * 100 * time.Millisecond
					if err != nil || grey(f) != want || f.Seq != uint64(i+1) || f.Time != at || time.Since(start) != at {
						t.Fatalf("frame %d: picture %d, seq %d at %v, read at %v, %v; want picture %d at %v",
							i, grey(f), f.Seq, f.Time, time.Since(start), err, want, at)
					}
				}
				if c.end == replay.Stop {
					if _, err := src.Read(t.Context()); !errors.Is(err, io.EOF) {
						t.Errorf("after the last picture: %v, want EOF", err)
					}
				}
			})
		})
	}
}

func TestSlowReaderLosesFramesNotTime(t *testing.T) {
	dir := draw(t, t.TempDir(), 8)
	synctest.Test(t, func(t *testing.T) {
		src := open(t, dir, replay.Config{Rate: 10, End: replay.Hold})
		var got []int
		for range 4 {
			f, err := src.Read(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, grey(f))
			<-time.After(350 * time.Millisecond)
		}
		if want := []int{1, 4, 8, 8}; !slices.Equal(got, want) {
			t.Errorf("pictures %v, want %v", got, want)
		}
	})
}

func TestUnpacedLosesNothingAndTakesNoTime(t *testing.T) {
	dir := draw(t, t.TempDir(), 6)
	synctest.Test(t, func(t *testing.T) {
		src := open(t, dir, replay.Config{Rate: 10, End: replay.Loop, Unpaced: true})
		start, n := time.Now(), 0
		for {
			f, err := src.Read(t.Context())
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil || f.Time != time.Duration(n)*100*time.Millisecond {
				t.Fatalf("frame %d at %v: %v", n, f.Time, err)
			}
			n++
		}
		if n != 6 || time.Since(start) != 0 {
			t.Errorf("%d frames in %v", n, time.Since(start))
		}
	})
}

func TestSinglePictureIsACamera(t *testing.T) {
	dir := draw(t, t.TempDir(), 1)
	synctest.Test(t, func(t *testing.T) {
		src := open(t, filepath.Join(dir, "a.png"), replay.Config{End: replay.Hold, Side: 16})
		for i := range 10 {
			f, err := src.Read(t.Context())
			if err != nil || grey(f) != 1 || f.Image.Rect != image.Rect(0, 0, 16, 10) {
				t.Fatalf("frame %d: %v", i, err)
			}
		}
	})
}

func TestRecordedSequenceKeepsItsTimes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "recording")
	rec, err := replay.NewRecorder(dir, nil)
	if err != nil {
		t.Fatal(err)
	}
	taken := []time.Duration{200 * time.Millisecond, 233 * time.Millisecond, 900 * time.Millisecond}
	for i, at := range taken {
		img := image.NewGray(image.Rect(0, 0, 32, 20))
		for p := range img.Pix {
			img.Pix[p] = uint8(10*(i+1) + 5)
		}
		if err := rec.Add(capture.Frame{Image: imaging.ToRGBA(img), Seq: uint64(i + 1), Time: at}); err != nil {
			t.Fatal(err)
		}
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := replay.NewRecorder(dir, nil); !errors.Is(err, os.ErrExist) {
		t.Errorf("recording over a recording: %v, want ErrExist", err)
	}
	synctest.Test(t, func(t *testing.T) {
		src := open(t, dir, replay.Config{})
		start := time.Now()
		for i, at := range taken {
			f, err := src.Read(t.Context())
			if want := at - taken[0]; err != nil || grey(f) != i+1 || f.Time != want || time.Since(start) != want {
				t.Errorf("frame %d: picture %d at %v, %v; want at %v", i, grey(f), f.Time, err, want)
			}
		}
	})
}

func TestRefusesWhatIsNoRecording(t *testing.T) {
	damaged := draw(t, t.TempDir(), 1)
	if err := os.WriteFile(filepath.Join(damaged, "a.png"), []byte("text called .png"), 0o600); err != nil {
		t.Fatal(err)
	}
	video := filepath.Join(t.TempDir(), "x.mp4")
	if err := os.WriteFile(video, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		path string
		want error
	}{
		"missing":           {filepath.Join(damaged, "none"), os.ErrNotExist},
		"empty folder":      {t.TempDir(), replay.ErrEmpty},
		"video, no decoder": {video, replay.ErrVideo},
		"no picture":        {damaged, imaging.ErrFormat},
	} {
		src, err := replay.Open(c.path, replay.Config{})
		if err == nil {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			_, err = src.Read(ctx)
			cancel()
			_ = src.Close()
		}
		if !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// shift is a Sealer that only tests would trust: it moves each byte by one that
// comes of what the picture is bound to.
type shift struct{}

func (shift) Seal(about, plain []byte) []byte { return shifted(about, plain, 1) }

func shifted(about, data []byte, way byte) []byte {
	var key byte
	for _, b := range about {
		key = key*31 + b
	}
	out := bytes.Clone(data)
	for i := range out {
		out[i] += way * (key | 1)
	}
	return out
}

func TestSealedRecordingShowsNobodyWithoutItsKey(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "sealed")
	rec, err := replay.NewRecorder(dir, shift{})
	if err != nil {
		t.Fatal(err)
	}
	img := image.NewRGBA(image.Rect(0, 0, 32, 20))
	for i := range 3 {
		if err := rec.Add(capture.Frame{Image: img, Seq: uint64(i + 1), Time: time.Duration(i) * 40 * time.Millisecond}); err != nil {
			t.Fatal(err)
		}
	}
	if err := rec.Close(); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil || len(files) != 4 {
		t.Fatalf("files %v, %v", files, err)
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(dir, f.Name()))
		if err != nil || bytes.HasPrefix(data, []byte{0xff, 0xd8}) {
			t.Errorf("%s is a JPEG in clear, %v", f.Name(), err)
		}
	}
	if _, err := replay.Open(dir, replay.Config{}); !errors.Is(err, replay.ErrSealed) {
		t.Errorf("without a key: %v, want ErrSealed", err)
	}
	unseal := func(about, sealed []byte) ([]byte, error) { return shifted(about, sealed, 255), nil }
	src := open(t, dir, replay.Config{Unpaced: true, Unseal: unseal})
	for i := range 3 {
		if f, err := src.Read(t.Context()); err != nil || f.Time != time.Duration(i)*40*time.Millisecond {
			t.Errorf("picture %d at %v: %v", i, f.Time, err)
		}
	}
}
