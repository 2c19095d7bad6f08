package sound

import (
	"bytes"
	"context"
	"os/exec"
	"sync"
	"time"
)

// players are the programs that play a WAV file from their input, the first of
// them that is installed.
var players = [][]string{{"aplay", "-q", "-"}, {"paplay", "/dev/stdin"}}

// Player plays cues. Its methods are safe for concurrent use.
type Player struct {
	command []string
	busy    chan struct{}

	mu    sync.Mutex
	waves map[Cue][]byte // none at volume 0
}

// NewPlayer returns a player at a volume, as SetVolume has it. It is silent where
// no program of the system plays sounds: then nothing is missing, for the
// screen says the same.
func NewPlayer(volume float64) *Player {
	p := &Player{busy: make(chan struct{}, 1)}
	p.SetVolume(volume)
	for _, command := range players {
		if _, err := exec.LookPath(command[0]); err == nil {
			p.command = command
			break
		}
	}
	return p
}

// SetVolume has the cues that follow sound so loud: 0, which is silence, to 1.
func (p *Player) SetVolume(volume float64) {
	waves := map[Cue][]byte{}
	if volume > 0 {
		for _, c := range Cues() {
			waves[c] = WAV(c, volume)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waves = waves
}

// longest is how long a cue may take, the sound system included.
const longest = 2 * time.Second

// Play plays a cue and returns at once. A cue that comes while another plays is
// left out: late, it would mean something else.
func (p *Player) Play(c Cue) {
	p.mu.Lock()
	wave := p.waves[c]
	p.mu.Unlock()
	if p.command == nil || wave == nil {
		return
	}
	select {
	case p.busy <- struct{}{}:
	default:
		return
	}
	go func() {
		defer func() { <-p.busy }()
		ctx, cancel := context.WithTimeout(context.Background(), longest)
		defer cancel()
		cmd := exec.CommandContext(ctx, p.command[0], p.command[1:]...)
		cmd.Stdin = bytes.NewReader(wave)
		_ = cmd.Run() // without a loudspeaker the screen says the same
	}()
}
