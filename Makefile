# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors

# What `make run` hands to galley. Try: make run ARGS='verify --gate production'
ARGS ?= verify --provider Samples/providers/smtp.json --properties Samples/properties.json

GALLEY = .build/debug/galley
SOURCES = Sources Tests Fuzzing Package.swift Benchmarks/Sources Benchmarks/Package.swift

# How long `make fuzz` runs each target.
SECONDS ?= 60

.PHONY: help run build test test-core format lint bench fuzz clean

help:
	@echo 'make run         install what is missing, build, and verify the templates in Templates/'
	@echo 'make test        run every test'
	@echo 'make test-core   run the tests of the core only: no SwiftNIO, the short loop'
	@echo 'make format      format the sources;  make lint  check their format'
	@echo 'make bench       measure (release build);  Benchmarks/compare  measures beside other engines'
	@echo 'make fuzz        fuzz every target for SECONDS=60'

run: build
	@echo 'galley: running $(GALLEY) $(ARGS)'
	@echo
	@$(GALLEY) $(ARGS)

build:
	@Scripts/install-packages build
	@echo 'galley: building (the first time takes a few minutes)'
	@swift build --product galley

test:
	@Scripts/install-packages test
	@Scripts/test

test-core:
	@CORE_ONLY=1 swift test --scratch-path .build-core

format:
	@swift format --in-place --recursive $(SOURCES)

lint:
	@swift format lint --strict --recursive $(SOURCES)

bench:
	@Benchmarks/run

fuzz:
	@Fuzzing/run $(SECONDS)

clean:
	@rm -rf .build .build-client .build-core .build-fuzz .build-release Benchmarks/.build
