package view

import (
	"portico/app/flow"
	"portico/app/screen"
	"portico/app/widget"
)

// editSheet corrects one value that was read, with a keyboard on the screen.
func editSheet(k *Kit) Sheet {
	name, value := screen.Get(k.Model.State).Editing, ""
	if e := screen.Get(k.Model.Evidence); e != nil {
		for _, f := range e.Fields {
			if f.Name == name {
				value = f.Value
			}
		}
	}
	editor := widget.NewEditor(value, screen.Get(k.Model.Language), k.Text("action.erase"), k.Text("key.space"))
	k.Scope.Finally(editor.Clear)
	keep := func() { k.Send(flow.Edited{Value: editor.Text()}) }
	return newSheet(k, Sheet{Main: keep, Editor: editor},
		widget.Caption(k.Text("field."+name), widget.QuietInk), editor,
		packed(sheetRoom(k),
			button(k, Action{"cross", "action.cancel", widget.Quiet, k.send(flow.Dismiss{})}),
			button(k, Action{"tick", "action.keep", widget.Main, keep})))
}
