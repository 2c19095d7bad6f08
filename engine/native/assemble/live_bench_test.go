package assemble_test

import (
	"context"
	"errors"
	"image"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"portico/assets/specimen"
	"portico/capture"
	"portico/capture/pixfmt"
	"portico/capture/replay"
	"portico/engine/guidance"
	"portico/engine/imaging"
)

// BenchmarkLiveGuidance plays 720p at 30 frames a second, each decoded from
// JPEG as a web camera's are, through supervisor and mailbox into the guidance
// of a card, as often as a kiosk measures, for ten seconds a round. It reports the analyses a second, the age
// of the analysed frames when their advice is there, since they were due and
// not yet decoded, and the processor time of the whole process over the time
// that passed.
func BenchmarkLiveGuidance(b *testing.B) {
	dir := filepath.Join(b.TempDir(), "live")
	recordLive(b, dir)
	reader := documents(b)
	for b.Loop() {
		meter, coach := guidance.NewDocumentMeter(reader), guidance.CardLimits{}.ForPage()
		box := capture.NewMailbox[capture.Frame]()
		ctx, cancel := context.WithTimeout(b.Context(), 10*time.Second)
		camera := capture.Supervisor{
			Open:    func(context.Context) (capture.Source, error) { return replay.Open(dir, replay.Config{}) },
			Publish: box.Put, Report: func(capture.State, error) {},
		}
		begun, before := time.Now(), processorTime(b)
		done := make(chan error, 1)
		go func() { done <- camera.Run(ctx) }()
		var start time.Duration
		var ages []float64
		for tick := time.NewTicker(guidance.Every); ; <-tick.C {
			f, err := box.Take(ctx)
			if err != nil {
				tick.Stop()
				break
			}
			if len(ages) == 0 {
				start = time.Since(begun)
			}
			coach.Observe(f.Time, meter.Measure(ctx, f.Image, nil))
			ages = append(ages, float64((time.Since(begun)-f.Time).Microseconds())/1000)
		}
		cancel()
		if err := <-done; !errors.Is(err, context.DeadlineExceeded) || len(ages) == 0 {
			b.Fatalf("%d analyses, %v", len(ages), err)
		}
		passed := time.Since(begun).Seconds()
		slices.Sort(ages)
		b.ReportMetric(float64(start.Microseconds())/1000, "start-ms")
		b.ReportMetric(float64(len(ages))/passed, "analyses/s")
		b.ReportMetric(ages[len(ages)/2], "age-p50-ms")
		b.ReportMetric(ages[len(ages)*95/100], "age-p95-ms")
		b.ReportMetric((processorTime(b)-before).Seconds()/passed, "cores")
	}
}

// BenchmarkLivePicture tells what the parts of live guidance cost of a
// processor for one picture: a figure that holds beside other work, too.
func BenchmarkLivePicture(b *testing.B) {
	pictures, reader, finder := livePictures(), documents(b), faces(b)
	var frames [][]byte
	for _, img := range pictures {
		data, err := imaging.EncodeJPEG(img, 85)
		if err != nil {
			b.Fatal(err)
		}
		frames = append(frames, data)
	}
	person := specimen.InRoom(specimen.Person{Seed: 3}, sceneW, sceneH, 0, 0)
	specimen.Exposure{Noise: 2.5}.Take(person)
	meter := guidance.NewDocumentMeter(reader)
	empty := specimen.Desk(sceneW, sceneH)
	for name, one := range map[string]func(n int) error{
		"decode": func(n int) error {
			_, err := pixfmt.Decode(pixfmt.MJPEG, frames[n%len(frames)], 0, 0)
			return err
		},
		"card": func(n int) error {
			meter.Measure(b.Context(), pictures[n%len(pictures)], nil)
			return nil
		},
		"no card": func(int) error {
			meter.Measure(b.Context(), empty, nil)
			return nil
		},
		"face": func(int) error {
			_, err := guidance.MeasureFace(b.Context(), finder, person)
			return err
		},
	} {
		b.Run("what="+strings.ReplaceAll(name, " ", "-"), func(b *testing.B) {
			b.ReportAllocs()
			before, n := processorTime(b), 0
			for b.Loop() {
				if err := one(n); err != nil {
					b.Fatal(err)
				}
				n++
			}
			b.ReportMetric(float64((processorTime(b)-before).Microseconds())/1000/float64(n), "cpu-ms/op")
		})
	}
}

// recordLive records eleven seconds of a card in a trembling hand: longer than
// it is played, so that no picture comes twice and each is decoded.
func recordLive(b *testing.B, dir string) {
	b.Helper()
	rec, err := replay.NewRecorder(dir, nil)
	if err != nil {
		b.Fatal(err)
	}
	pictures := livePictures()
	for i := range 330 {
		f := capture.Frame{Image: pictures[i%len(pictures)], Seq: uint64(i + 1), Time: time.Duration(i) * time.Second / 30}
		if err := rec.Add(f); err != nil {
			b.Fatal(err)
		}
	}
	if err := rec.Close(); err != nil {
		b.Fatal(err)
	}
}

// livePictures are of a card in a trembling hand.
func livePictures() []*image.RGBA {
	card := specimen.Example(specimen.IDPhoto(specimen.Person{Seed: 2})).Front(1000)
	desk := specimen.Desk(sceneW, sceneH)
	var pictures []*image.RGBA
	for i := range 5 {
		img := imaging.Crop(desk, desk.Rect)
		specimen.Project(img, card, specimen.Held{X: .5 + .0005*float64(i), Y: .5, Width: .6, Turn: .05}.Corners(sceneW, sceneH))
		specimen.Exposure{Noise: 2.5, Seed: uint64(i)}.Take(img)
		pictures = append(pictures, img)
	}
	return pictures
}

func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
