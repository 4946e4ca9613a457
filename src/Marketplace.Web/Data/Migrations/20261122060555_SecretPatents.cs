using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Marketplace.Web.Data.Migrations
{
    /// <inheritdoc />
    public partial class SecretPatents : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "declassified_at",
                table: "patents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "declassified_by",
                table: "patents",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "declassified_reason",
                table: "patents",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "declassified_reference",
                table: "patents",
                type: "character varying(200)",
                maxLength: 200,
                nullable: true);

            migrationBuilder.AddColumn<DateTimeOffset>(
                name: "secret_at",
                table: "patents",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Guid>(
                name: "secret_by",
                table: "patents",
                type: "uuid",
                nullable: true);

            migrationBuilder.AddColumn<string>(
                name: "secret_reason",
                table: "patents",
                type: "character varying(500)",
                maxLength: 500,
                nullable: true);

            migrationBuilder.CreateIndex(
                name: "ix_patents_removed_at",
                table: "patents",
                column: "removed_at",
                filter: "removed_at is not null");

            migrationBuilder.AddCheckConstraint(
                name: "ck_patents_secret_is_removed",
                table: "patents",
                sql: "secret_at is null or removed_at is not null");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "ix_patents_removed_at",
                table: "patents");

            migrationBuilder.DropCheckConstraint(
                name: "ck_patents_secret_is_removed",
                table: "patents");

            migrationBuilder.DropColumn(
                name: "declassified_at",
                table: "patents");

            migrationBuilder.DropColumn(
                name: "declassified_by",
                table: "patents");

            migrationBuilder.DropColumn(
                name: "declassified_reason",
                table: "patents");

            migrationBuilder.DropColumn(
                name: "declassified_reference",
                table: "patents");

            migrationBuilder.DropColumn(
                name: "secret_at",
                table: "patents");

            migrationBuilder.DropColumn(
                name: "secret_by",
                table: "patents");

            migrationBuilder.DropColumn(
                name: "secret_reason",
                table: "patents");
        }
    }
}
