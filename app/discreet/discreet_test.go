package discreet_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"testing"
	"time"

	"portico/app/discreet"
	"portico/app/discreet/discreettest"
	"portico/engine/customer"
	"portico/engine/document"
	"portico/sync/store/bolt"
)

var ctx = context.Background()

// childFolder is set for the child whose memory is searched.
const childFolder = "PORTICO_DISCREET_FOLDER"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childFolder); dir != "" {
		if err := rounds(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// marker is what is looked for: made at run time from pieces, so that the
// program's own text does not hold it. Every round has its own.
func marker(round int) []byte {
	piece := []byte(strconv.Itoa(7_000_000 + round))
	return bytes.Join([][]byte{piece, piece, piece, piece}, []byte{0xfe})
}

// word is what a visitor is called in a round, likewise.
func word(round int) []byte { return []byte(strconv.Itoa(31_000_000+round) + "SPECIMEN") }

// rounds onboards somebody full of markers, keeps, reads and erases them, and
// waits to be searched: once with everything there, once after the wipe.
func rounds(dir string) error {
	if err := discreet.Process(); err != nil {
		return err
	}
	go stayAlive()
	for round := range 20 {
		pattern := marker(round)
		photo := bytes.Repeat(pattern, 20_000)
		clear(pattern)
		announce("there", round)
		if err := onboard(dir, round, photo); err != nil {
			return err
		}
		clear(photo)
		discreet.Scour()
		announce("wiped", round)
	}
	return nil
}

// stayAlive is what a waiting kiosk does all the time: move pictures that are of
// nobody, and collect. Where the kernel interrupted a copy of a visitor's
// picture, some 100 bytes of it lie in the frame of a signal, until the next.
func stayAlive() {
	from, to := make([]byte, 1<<20), make([]byte, 1<<20)
	for range time.Tick(20 * time.Millisecond) {
		for range 50 {
			copy(to, from)
		}
		runtime.GC()
	}
}

func announce(what string, round int) {
	fmt.Println(what, round)
	var answer [1]byte
	_, _ = os.Stdin.Read(answer[:])
}

// neighbours live on, beside what a visitor leaves.
var neighbours [][]byte

// report is as long as the JSON of a visitor's record, which is dropped.
func report(round int) {
	for range 8 {
		dropped := bytes.Repeat(word(round), 750)
		neighbours = append(neighbours, make([]byte, len(dropped)))
	}
}

func onboard(dir string, round int, photo []byte) error {
	report(round)
	s, err := bolt.Open(ctx, bolt.Config{Dir: dir, Key: bolt.MasterKey{1}, MinFree: 1})
	if err != nil {
		return err
	}
	c := customer.New(fmt.Sprintf("%08d-0000-4000-8000-000000000000", round), time.Now())
	c.Selfie = &customer.Selfie{Image: c.Attach(photo)}
	c.ExternalID = string(word(round))
	for _, field := range []string{document.Surname, document.GivenNames, document.DocumentNumber} {
		c.Correct(customer.Edit{Field: field, Value: field + string(word(round)), Role: "visitor"})
	}
	if err := s.Create(ctx, c); err != nil {
		return err
	}
	if _, err := s.Get(ctx, c.ID); err != nil {
		return err
	}
	announce("kept", round)
	data, err := s.Blob(ctx, c.ID, c.Selfie.Image)
	if err != nil {
		return err
	}
	clear(data)
	if err := s.Delete(ctx, c.ID); err != nil {
		return err
	}
	return s.Close()
}

// inRegisters is how many markers the vector registers of one interrupted copy
// hold: in a few rounds of a hundred they are still in the frame of a thread's
// last signal, where a program cannot reach them.
const inRegisters = 8

// wordsLeft is how many words may be left of twenty visitors: some 200 are without
// Scour; with it 0 to 9 were seen, as others collect and allocate while it fills.
const wordsLeft = 40

// The pixels of a visitor's pictures, and the words that were read, occur nowhere
// in the process's memory at the latest 5 s after the wipe, twenty visitors in a
// row, but for inRegisters and wordsLeft. What it does not show: what the window's toolkit and
// the text recognition keep; the drive's scenario wiped counts that.
func TestNothingOfAVisitorIsLeftInMemory(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("NOT TESTED: the child keeps everybody but root out of its memory")
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env = append(os.Environ(), childFolder+"="+t.TempDir())
	cmd.Stderr = os.Stderr
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	searched, left := 0, 0
	for {
		var what string
		var round int
		if _, err := fmt.Fscan(out, &what, &round); err != nil {
			break
		}
		n, words := occurrences(t, cmd.Process.Pid, marker(round), word(round))
		for since := time.Now(); what == "wiped" && n+words > 0 && time.Since(since) < 5*time.Second; {
			n, words = occurrences(t, cmd.Process.Pid, marker(round), word(round))
		}
		if what == "there" && n < 20_000 {
			t.Fatalf("round %d: the marker occurs %d times while it must be there: the search sees nothing", round, n)
		}
		if what == "kept" && words < 4 {
			t.Fatalf("round %d: the word occurs %d times while it must be there: the search sees nothing", round, words)
		}
		if what == "wiped" {
			left += words
			if searched++; n > inRegisters {
				t.Errorf("round %d: the marker occurs %d times after the wipe", round, n)
			} else if n > 0 {
				t.Logf("round %d: %d markers, some %d bytes, are left in a signal's frame", round, n, n*len(marker(round)))
			}
		}
		if _, err := in.Write([]byte{1}); err != nil {
			break
		}
	}
	if t.Logf("%d words are left after %d visitors", left, searched); left > wordsLeft {
		t.Errorf("%d words are left after %d visitors; without Scour some 200 are", left, searched)
	}
	if err := cmd.Wait(); err != nil || searched != 20 {
		t.Errorf("%d rounds searched, %v; want 20", searched, err)
	}
}

// occurrences counts two texts in the readable memory of a process.
func occurrences(t *testing.T, pid int, one, other []byte) (ones, others int) {
	t.Helper()
	n, err := discreettest.Count(pid, one, other)
	if err != nil {
		t.Fatal(err)
	}
	return n[0], n[1]
}

func TestSwap(t *testing.T) {
	if _, err := discreet.PlainSwap(); err != nil {
		t.Error(err)
	}
}
