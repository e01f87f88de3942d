# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The Galley authors
#
# Reads messages with Perl's Email::MIME: one path a line on standard input, one JSON object a line on standard output.

use strict;
use warnings;

use Email::Address::XS;
use Email::MIME;
use Encode qw(decode);
use JSON::PP;
use MIME::Base64 qw(encode_base64);

$| = 1;

# An RFC 6532 header is UTF-8 as it is; any other is ASCII with encoded-words.
sub text { my ($raw) = @_; return $raw =~ /[^\x00-\x7F]/ ? decode('UTF-8', $raw) : decode('MIME-Header', $raw) }

sub addresses {
    my ($message, $name) = @_;
    return [ map { [ text($_->phrase // ''), text($_->address) ] }
             Email::Address::XS->parse($message->header_raw($name)) ];
}

while (my $path = <STDIN>) {
    chomp $path;
    open my $file, '<:raw', $path or die "$path: $!";
    my $message = Email::MIME->new(do { local $/; <$file> });
    my %found = (subject => text($message->header_raw('Subject')), attachments => [],
                 from => addresses($message, 'From'), to => addresses($message, 'To'));
    $message->walk_parts(sub {
        my ($part) = @_;
        return if $part->subparts;
        my ($type) = split /;/, $part->content_type;
        if (($part->header('Content-Disposition') // '') =~ /^attachment/) {
            push @{ $found{attachments} }, [ $part->filename, $type, encode_base64($part->body, '') ];
        } else {
            $found{ $type eq 'text/html' ? 'html' : 'text' } = $part->body_str;
        }
    });
    print JSON::PP->new->ascii->encode(\%found), "\n";
}
