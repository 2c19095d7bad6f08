package main

import (
	"context"
	"time"

	"portico/app/config"
	"portico/app/printer"
	"portico/app/receipt"
	"portico/assets/translations"
)

// paper returns what prints receipts in the visitor's language.
func paper(cfg config.Printer, words *translations.Catalogue) func(context.Context, receipt.Receipt, string) error {
	queue := printer.Printer{Name: cfg.Name}
	return func(ctx context.Context, r receipt.Receipt, language string) error {
		page, err := r.PDF(receipt.Page{
			Title:     words.Text(language, "brand"),
			Reference: words.Text(language, "result.receipt", "reference", r.Reference),
			Code:      words.Text(language, "result.code"),
			How:       words.Text(language, "result.how"),
			At:        time.Now(),
		})
		if err != nil {
			return err
		}
		return queue.Print(ctx, page)
	}
}
