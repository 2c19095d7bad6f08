package delivery

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// progress is the payload of an entry.
type progress struct {
	Customer string            `json:"customer"`
	Done     []string          `json:"done,omitempty"`    // names of the finished steps
	Answers  map[string]string `json:"answers,omitempty"` // what the backend said to each, in the contract's words
	Pages    []string          `json:"pages,omitempty"`   // page types as the backend named what it was sent
	// NotDelivered names what the backend could not take.
	NotDelivered []string `json:"notDelivered,omitempty"`
	Concerns     []string `json:"concerns,omitempty"` // what its inspections found wrong
	Restarts     int      `json:"restarts,omitempty"` // how often everything was sent again
}

func parse(payload []byte) (*progress, error) {
	var p progress
	if err := json.Unmarshal(payload, &p); err != nil || p.Customer == "" {
		return nil, permanent("the entry's payload is not a delivery")
	}
	return &p, nil
}

func (p progress) payload() []byte {
	data, err := json.Marshal(p)
	if err != nil {
		panic("strings always marshal: " + err.Error())
	}
	return data
}

// finished notes that a step is done and what was answered.
func (p *progress) finished(step, answer string) {
	p.Done = append(p.Done, step)
	if answer != "" {
		if p.Answers == nil {
			p.Answers = map[string]string{}
		}
		p.Answers[step] = answer
	}
}

// missed notes what the backend could not take, once.
func (p *progress) missed(what string) {
	if !slices.Contains(p.NotDelivered, what) {
		p.NotDelivered = append(p.NotDelivered, what)
	}
}

// startOver forgets everything but that it was begun again.
func (p *progress) startOver() {
	*p = progress{Customer: p.Customer, Restarts: p.Restarts + 1}
}

// forget makes the steps of a part due again.
func (p *progress) forget(part string) {
	p.Done = slices.DeleteFunc(p.Done, func(step string) bool { return parts[strings.Fields(step)[0]] == part })
	if part == partDocument {
		p.Pages = nil
	}
}

// Progress says in words how far the delivery with this payload came.
func Progress(payload []byte) string {
	p, err := parse(payload)
	if err != nil || len(p.Done) == 0 {
		return ""
	}
	return fmt.Sprintf("%d steps done, the last: %s", len(p.Done), p.Done[len(p.Done)-1])
}
