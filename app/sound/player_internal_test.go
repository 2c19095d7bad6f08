package sound

import (
	"os"
	"path/filepath"
	"testing"
)

// heard plays cues through a program that keeps what it is given, and returns
// how many bytes of sound came.
func heard(t *testing.T, volume float64, then func(*Player)) int64 {
	t.Helper()
	dir := t.TempDir()
	kept := filepath.Join(dir, "heard.wav")
	script := "#!/bin/sh\ncat >\"" + kept + ".part\" && mv \"" + kept + ".part\" \"" + kept + "\"\n"
	if err := os.WriteFile(filepath.Join(dir, "aplay"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+":"+os.Getenv("PATH"))
	p := NewPlayer(volume)
	then(p)
	p.Play(Taken)
	p.busy <- struct{}{} // until it has been played
	info, err := os.Stat(kept)
	if err != nil {
		return 0
	}
	return info.Size()
}

func TestVolumeIsChangedWhileTheKioskRuns(t *testing.T) {
	whole := int64(len(WAV(Taken, 1)))
	for name, c := range map[string]struct {
		first, then float64
		want        int64
	}{"louder": {.1, 1, whole}, "silenced": {.5, 0, 0}, "heard again": {0, .5, whole}} {
		t.Run(name, func(t *testing.T) {
			if got := heard(t, c.first, func(p *Player) { p.SetVolume(c.then) }); got != c.want {
				t.Errorf("%d bytes were played, want %d", got, c.want)
			}
		})
	}
}
