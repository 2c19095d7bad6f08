package view

import (
	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// editSheet corrects one value that was read.
func editSheet(k *Kit) Sheet {
	name, value := screen.Get(k.Model.State).Editing, ""
	if e := screen.Get(k.Model.Evidence); e != nil {
		for _, f := range e.Fields {
			if f.Name == name {
				value = k.shown(name, f.Value)
			}
		}
	}
	return typeSheet(k, k.Text("field."+name), value, func(text string) string { return k.typed(name, text) })
}

// noteSheet takes what a colleague says to their decision.
func noteSheet(k *Kit) Sheet {
	note := ""
	if e := screen.Get(k.Model.Evidence); e != nil {
		note = e.Note
	}
	return typeSheet(k, k.Text("clerk.note.ask"), note, asTyped)
}

func asTyped(text string) string { return text }

// typeSheet asks for a line of text, with a keyboard on the screen; meant is
// what is sent for what was typed.
func typeSheet(k *Kit, title, value string, meant func(text string) string) Sheet {
	editor := widget.NewEditor(value, k.keyboards(), k.Text("action.erase"), k.Text("key.space"))
	k.Scope.Finally(editor.Clear)
	keep := func() { k.Send(flow.Edited{Value: meant(editor.Text())}) }
	buttons := foot(k,
		button(k, Action{"cross", "action.cancel", widget.Quiet, k.send(flow.Dismiss{})}),
		button(k, Action{"tick", "action.keep", widget.Main, keep}))
	return newSheet(k, Sheet{Main: keep, Editor: editor, foot: buttons}, widget.Caption(title, widget.QuietInk), editor)
}

// keyboards are the languages whose letters can be typed, the visitor's first.
func (k *Kit) keyboards() []string {
	now := screen.Get(k.Model.Language)
	all := []string{now}
	for _, l := range k.Languages {
		if l.Code != now {
			all = append(all, l.Code)
		}
	}
	return all
}
