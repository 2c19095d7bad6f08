package office

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"portico/app/journal"
	"portico/app/screen"
	"portico/engine/customer"
)

// fact is a line of the diagnostics.
func fact(name string, g screen.Grade, value any) screen.Fact {
	return screen.Fact{Name: name, Value: fmt.Sprint(value), Grade: g}
}

// word is a line whose value is said in the language spoken.
func word(name string, g screen.Grade, key string) screen.Fact {
	return screen.Fact{Name: name, Value: key, Word: true, Grade: g}
}

// graded is Attention where something is wrong.
func graded(wrong bool) screen.Grade {
	if wrong {
		return screen.Attention
	}
	return screen.Fine
}

// facts are the diagnostics: what whoever helps asks for first.
func (o *Office) facts(ctx context.Context) ([]screen.Fact, error) {
	rules := o.deps.Engine.Rules()
	version, _ := rules.Version()
	all := []screen.Fact{
		fact("version", screen.Plain, o.deps.Versions["portico"]),
		fact("rules", screen.Plain, version+" · "+rules.Digest()),
		fact("models", screen.Plain, fmt.Sprintf("%d · %s", len(o.deps.Versions)-versionsApart, o.deps.Config.Models.Policy)),
	}
	for _, add := range []func(context.Context) ([]screen.Fact, error){o.cameraFacts, o.clockFacts, o.storeFacts} {
		some, err := add(ctx)
		if err != nil {
			return nil, err
		}
		all = append(all, some...)
	}
	if have := o.pins(); len(have) == 0 {
		all = append(all, word("pins", screen.Attention, "none"))
	} else {
		for _, role := range have {
			all = append(all, word("pins", screen.Fine, string(role)))
		}
	}
	for _, e := range o.deps.Journal.Last() {
		all = append(all, screen.Fact{Name: "error", Value: e.Text, At: e.At, Grade: screen.Attention})
	}
	return all, nil
}

// versionsApart are the versions that are no model's: the program's.
const versionsApart = 1

func (o *Office) cameraFacts(context.Context) ([]screen.Fact, error) {
	found, err := o.deps.Cameras()
	if err != nil || len(found) == 0 {
		return []screen.Fact{word("camera", screen.Attention, "none")}, err
	}
	var all []screen.Fact
	for _, cam := range found {
		all = append(all, fact("camera", graded(cam.Virtual || !cam.In(o.deps.Config.Camera.Allow)), cam.Name+" · "+cam.ID))
	}
	return all, nil
}

func (o *Office) clockFacts(ctx context.Context) ([]screen.Fact, error) {
	id, err := o.deps.Desk.Identity(ctx)
	if err != nil {
		return nil, err
	}
	records, _, _ := strings.Cut(id.Head, ":")
	clock := fact("clock", screen.Fine, id.Time.Local().Format("2006-01-02 15:04 MST"))
	switch {
	case time.Now().Before(o.deps.Built):
		clock = word("clock", screen.Attention, "before_built")
	case id.Held:
		clock = word("clock", screen.Attention, "held")
	}
	return []screen.Fact{clock, fact("trail", screen.Plain, records)}, nil
}

func (o *Office) storeFacts(ctx context.Context) ([]screen.Fact, error) {
	customers, err := o.deps.Desk.List(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[customer.State]int{}
	for _, c := range customers {
		counts[c.State]++
	}
	room := word("room", screen.Fine, "yes")
	switch err := o.deps.Room(ctx); {
	case errors.Is(err, customer.ErrFull):
		room = word("room", screen.Attention, "no")
	case err != nil:
		return nil, err
	}
	sync, err := o.deps.Desk.Status(ctx)
	if err != nil {
		return nil, err
	}
	return []screen.Fact{
		fact("unfinished", screen.Plain, len(customers)-counts[customer.Finished]),
		fact("finished", screen.Plain, counts[customer.Finished]),
		room,
		fact("pending", graded(sync.Unavailable), sync.Pending),
		fact("dead", graded(sync.Dead > 0), sync.Dead),
		fact("late", graded(sync.Late > 0), sync.Late),
	}, nil
}

// report is the file that diagnostics are exported to.
type report struct {
	Made     time.Time         `json:"made"`
	Versions map[string]string `json:"versions"`
	Facts    []reported        `json:"facts"`
	Journal  []journal.Entry   `json:"journal"` // the last warnings and errors, the newest first
}

type reported struct {
	Name      string `json:"name"`
	Value     string `json:"value"`
	Attention bool   `json:"attention,omitempty"`
}

// Export writes the diagnostics to a new file of mode 0600 in the folder
// diagnostics beside the data, and returns its path.
func (o *Office) Export(ctx context.Context) (string, error) {
	facts, err := o.facts(ctx)
	if err != nil {
		return "", err
	}
	r := report{Made: time.Now().UTC(), Versions: o.deps.Versions, Journal: o.deps.Journal.Last()}
	for _, f := range facts {
		if f.Name != "error" { // they are in the journal
			r.Facts = append(r.Facts, reported{f.Name, f.Value, f.Grade == screen.Attention})
		}
	}
	data, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return "", fmt.Errorf("export the diagnostics: %w", err)
	}
	dir := o.deps.Config.Data + "-diagnostics"
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("export the diagnostics: %w", err)
	}
	file := filepath.Join(dir, "portico-"+strconv.FormatInt(r.Made.Unix(), 10)+".json")
	if err := os.WriteFile(file, append(data, '\n'), 0o600); err != nil {
		return "", fmt.Errorf("export the diagnostics: %w", err)
	}
	return file, nil
}
